/* The theme draws a box of its own in place of a select that searches, and names it by what is chosen alone:
   here it is named as the select is, so that an empty one has a name, too. */
const nameBox = (box) => {
  const select = box.previousElementSibling;
  const shown = box.querySelector(".select2-selection__rendered");
  const name = select?.getAttribute("aria-label") || select?.labels?.[0]?.textContent.replace("*", "").trim();
  if (shown && name) {
    shown.setAttribute("aria-label", name);
  }
};
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (node.classList?.contains("select2-container") && node.previousElementSibling) {
      nameBox(node);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
