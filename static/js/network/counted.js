/** A whole number with its thousands apart. @param {number} count */
export const counted = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
