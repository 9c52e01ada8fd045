"use strict";

const running = () => document.body.classList.contains("-first-byte") && !document.body.classList.contains("-closed");

document.addEventListener("DOMContentLoaded", () => {
  // The terminal's connection goes to whatever address the page was opened at, encrypted if the page is.
  document.getElementById("terminal").dataset.sessionWebsocketUrl = location.origin.replace(/^http/, "ws") + "/ws";

  // Keys go where they are wanted, without a click first: to the program, or to the link once it has ended.
  const wanted = () => document.querySelector(running() ? ".xterm-helper-textarea" : "body.-closed .ended a");
  const seen = new MutationObserver(() => wanted()?.focus());
  seen.observe(document.body, { attributes: true, attributeFilter: ["class"] });
});

// Ctrl-W removes a word in a terminal and closes a tab in a browser: what is half typed is not lost without a question.
window.addEventListener("beforeunload", (event) => { if (running()) event.preventDefault(); });
