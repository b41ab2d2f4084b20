/* Keys of the review screen, and the next pair at once. Without this file each button sends its form.

   The frame holds what comes next, hidden. A decision shows it straight away; the answer of the server
   then replaces the frame. Keys pressed in between wait for that answer; where it asks or refuses
   something, they are forgotten. */
(() => {
  "use strict";

  const frame = document.getElementById("review");
  const trouble = document.getElementById("review-trouble");
  let waiting = [];

  // Said to assistive technology, too: what is shown may be replaced.
  const isBusy = () => frame.getAttribute("aria-busy") === "true";
  const setBusy = (busy) => frame.setAttribute("aria-busy", String(busy));

  const visible = () => frame.querySelector("[data-current]:not([hidden]), [data-ready]:not([hidden])");

  const byKey = (key) => {
    const has = (element) => element.dataset.key.split(" ").includes(key);
    const here = visible();
    const inItem = here ? [...here.querySelectorAll("[data-key]")].find(has) : null;
    return inItem || [...frame.querySelectorAll(".review-last [data-key]")].find(has);
  };

  const press = (key) => {
    const element = byKey(key);
    if (!element) {
      return;
    }
    if (element.matches("input:not([type=radio])")) {
      element.focus();
      return;
    }
    element.click();
    if (element.dataset.then) {
      press(element.dataset.then);
    }
  };

  const typing = (target) => target.matches("textarea, select, input:not([type=radio])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) {
      return;
    }
    if (typing(event.target)) {
      if (event.key === "Escape") {
        event.target.blur();
      }
      return;
    }
    if (!byKey(event.key)) {
      return;
    }
    event.preventDefault();
    if (isBusy()) {
      waiting.push(event.key);
    } else {
      press(event.key);
    }
  });

  const turnTo = (ready) => {
    const current = frame.querySelector("[data-current]");
    const next = frame.querySelector("[data-ready]");
    if (current && next) {
      current.hidden = ready;
      next.hidden = !ready;
    }
  };

  frame.addEventListener("click", (event) => {
    const swap = event.target.closest("[data-swaps]");
    if (swap) {
      event.preventDefault();
      frame.classList.toggle("review-swapped");
    }
  });

  frame.addEventListener("htmx:beforeRequest", (event) => {
    if (isBusy()) {
      event.preventDefault();
      return;
    }
    setBusy(true);
    trouble.hidden = true;
    if (event.target.closest("[data-decides], [data-moves]")) {
      turnTo(true);
    }
  });

  frame.addEventListener("htmx:beforeSwap", (event) => {
    if (new URL(event.detail.xhr.responseURL, location).pathname.includes("/login/")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  document.body.addEventListener("htmx:afterSettle", () => {
    setBusy(false);
    if (frame.querySelector("[data-stop]")) {
      waiting = [];
    }
    if (waiting.length) {
      press(waiting.shift());
    }
  });

  const failed = (event) => {
    setBusy(false);
    waiting = [];
    turnTo(false);
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    trouble.textContent =
      status === 403
        ? "You may not decide this: nothing was saved."
        : "The archive did not answer as it should: nothing was saved. Try again, or load the page again.";
    trouble.hidden = false;
  };
  document.body.addEventListener("htmx:responseError", failed);
  document.body.addEventListener("htmx:sendError", failed);
})();
