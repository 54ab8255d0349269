// Remembers in this browser whether the panel for testers is folded away, so that who has looked at a page as payers see it goes on doing so.
const panel = document.querySelector("details[data-remembered]");
const mark = "test panel";

function recall() {
  try {
    return localStorage.getItem(mark);
  } catch {
    return null; // a browser that remembers nothing
  }
}

function keep() {
  try {
    localStorage.setItem(mark, panel.open ? "open" : "folded");
  } catch {
    // the same
  }
}

if (recall() === "folded") panel.open = false;
panel.addEventListener("toggle", keep);
