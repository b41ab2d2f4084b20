// Words selected in the text of an article: a link beside them leads to adding a mention of what they name.
const link = document.querySelector("a[data-mention]");
const longest = 300;

const partOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-field]");

const offer = () => {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const words = range ? range.toString().trim() : "";
  const part = words && words.length <= longest ? partOf(range.startContainer) : null;
  link.hidden = !part || part !== partOf(range.endContainer);
  if (link.hidden) return;
  const before = document.createRange();
  before.setStart(part, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const near = Number(part.dataset.start || 0) + before.toString().length;
  link.href = `${link.dataset.mention}?${new URLSearchParams({ words, field: part.dataset.field, near })}`;
  link.textContent = `Add a mention: “${words.length > 40 ? `${words.slice(0, 40)}…` : words}”`;
  const [at, sheet] = [range.getBoundingClientRect(), link.offsetParent.getBoundingClientRect()];
  link.style.top = `${at.bottom - sheet.top + 4}px`;
  link.style.left = `${Math.max(0, Math.min(at.left - sheet.left, sheet.width - link.offsetWidth))}px`;
};

if (link) document.addEventListener("selectionchange", offer);
