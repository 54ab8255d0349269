// Moves a payment page on by itself once the payment is over, and counts down to its end. Without it the page is loaded again now and then.

const place = document.querySelector("[data-over]");
const { over, onward, left, timeLeft } = place.dataset;
const endsAt = performance.now() + Number(left);
const countdown = document.querySelector("dd time + small");

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function isOver() {
  try {
    const answer = await fetch(over, { headers: { accept: "application/json" }, cache: "no-store" });
    return answer.ok && (await answer.json()).over;
  } catch {
    return false; // the network is away, as phones' networks are: ask again
  }
}

// Who has sent a form is on their way already: a second way would bring them to a slow shop twice.
let sent = false;
addEventListener("submit", () => {
  sent = true;
});
const goOn = () => sent || location.replace(onward);

async function watch() {
  for (;;) {
    const askedAt = performance.now();
    if (await isOver()) return goOn();
    if (performance.now() - askedAt < 5000) await pause(4000); // an answer that came at once was not waited for
  }
}

function count() {
  const seconds = Math.ceil((endsAt - performance.now()) / 1000);
  if (seconds <= 0) return goOn();
  if (countdown && seconds < 3600) {
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    countdown.textContent = timeLeft.replace("{time}", clock);
  }
  setTimeout(count, 1000);
}

count();
watch();

// A page that the back button brings back from memory may have been overtaken.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
