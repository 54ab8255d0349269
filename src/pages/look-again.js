// Looks whether this page has become another one, and then goes there. Without it the page is loaded again now and then.
const { again, everyMs } = document.querySelector("[data-again]").dataset;

async function look() {
  try {
    const answer = await fetch(again, { headers: { accept: "text/html" }, cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.replace(again);
  } catch {
    // the network is away, as phones' networks are: look again
  }
  setTimeout(look, Number(everyMs));
}

setTimeout(look, Number(everyMs));
