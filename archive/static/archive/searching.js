// A search is asked and narrowed without loading its page anew (htmx). Without this script, links and the form do it.
document.body.addEventListener("htmx:afterSettle", () => {
  const answer = document.querySelector("#searching .error, #searching .tally, #searching .empty");
  // Whoever typed goes on typing and hears what was found; a link that was followed may be gone.
  document.getElementById("told").textContent = answer ? answer.textContent.replace(/\s+/g, " ") : "";
  if (answer && !document.querySelector("#searching :focus")) {
    answer.tabIndex = -1;
    answer.focus({ preventScroll: true });
  }
});
// A bar of the timeline is the link of its line in the table: htmx takes links of a page, not those of a drawing.
document.body.addEventListener("click", (event) => {
  const bar = event.target.closest(".bars a");
  if (!bar || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const line = [...bar.closest("figure").querySelectorAll("td a")].find((link) => link.getAttribute("href") === bar.getAttribute("href"));
  if (!line) return;
  event.preventDefault();
  line.click();
});
// What htmx cannot show, the browser can.
for (const failed of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(failed, (event) => { location.href = event.detail.pathInfo.finalRequestPath; });
}
