// Runs before the first paint, so that a chosen theme never flashes. page_tools.js does the rest.
try {
  document.documentElement.dataset.theme = localStorage.getItem("descent-lab-theme") ?? "auto";
} catch {
  document.documentElement.dataset.theme = "auto";
}
