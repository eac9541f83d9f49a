// Shows at which edges a drawing goes on that is wider than its place.

/**
 * @param {HTMLElement} scroll
 * @param {HTMLElement} words  said while it is wider
 * @returns {() => void} look again, after another drawing
 */
export function scrollEdges(scroll, words) {
  const look = () => {
    const { scrollLeft, scrollWidth, clientWidth } = scroll;
    const beyond = scrollWidth - clientWidth - scrollLeft;
    scroll.classList.toggle("more-left", scrollLeft > 1);
    scroll.classList.toggle("more-right", beyond > 1);
    words.hidden = scrollWidth - clientWidth <= 1;
  };
  scroll.addEventListener("scroll", look, { passive: true });
  return look;
}
