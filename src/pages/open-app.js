// Opens the bank's app by itself, once for a payment in this tab: whoever comes back, loads the page again or reads it in another language is
// left in peace. The button stays for browsers that let no page open an app; without a script it is all there is.

const link = document.querySelector("[data-opens]");
const told = document.querySelector("[data-opened]");
const mark = `opened ${location.pathname}`;
const comesFromApp = new URLSearchParams(location.search).has("watching");

/** Whether it was opened before. Where a browser remembers nothing nobody could ever stay on this page, so there nothing is opened. */
function recall() {
  if (comesFromApp) return "opened";
  try {
    return sessionStorage.getItem(mark) === null ? "new" : "opened";
  } catch {
    return "unknown";
  }
}

function open() {
  if (document.visibilityState !== "visible") return; // loaded ahead, or behind another tab: nobody is there to pay
  const visit = recall();
  told.hidden = visit === "unknown";
  if (visit !== "new") return;
  sessionStorage.setItem(mark, "yes");
  location.assign(link.href);
}

// A page that leaves before it is loaded completely takes its place in the history with it, and the back button would not find it.
addEventListener("load", () => setTimeout(open));
