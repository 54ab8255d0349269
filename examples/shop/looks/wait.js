// While a payment is pending, polls the page and reloads only when its content has changed, so that nobody is interrupted without need.
const moments = `data-moments="${document.body.dataset.moments}"`;
const everyMs = 1_500;
let looksLeft = 600; // a quarter of an hour, longer than any payment in an app stays open

async function look() {
  const answer = await fetch(location.href).catch(() => null); // offline for a moment: the next poll tries again
  if (answer?.ok && !(await answer.text()).includes(moments)) return location.reload();
  looksLeft -= 1;
  if (looksLeft > 0) setTimeout(look, everyMs);
}

setTimeout(look, everyMs);
