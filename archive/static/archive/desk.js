/* Keys of the desk: a digit opens the queue that shows it. Without this file the links do. */
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const link = [...document.querySelectorAll(".archive-desk [data-key]")].find((it) => it.dataset.key === event.key);
  if (link) {
    link.click();
  }
});
