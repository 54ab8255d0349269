// Remembers in this browser whether the panel for testers is folded away, so that who has looked at a page as payers see it goes on doing so.
{
  const panel = document.querySelector("details[data-remembered]");
  const name = "test panel";

  const recalled = () => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // a browser that remembers nothing
    }
  };

  const keep = () => {
    try {
      localStorage.setItem(name, panel.open ? "open" : "folded");
    } catch {
      // the same
    }
  };

  if (recalled() === "folded") panel.open = false;
  panel.addEventListener("toggle", keep);
}
