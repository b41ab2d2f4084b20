/* Keys of the desk and of the preview of a batch: each presses what shows it. Without this file the pointer does. */
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const link = [...document.querySelectorAll("#content [data-key]")].find((it) => it.dataset.key === event.key);
  if (link) {
    link.click();
  }
});
