// Sends the form that leads on, but not for a payer who has come back to it: that would throw him forward again.
const [arrival] = performance.getEntriesByType("navigation");
if (arrival?.type !== "back_forward") document.getElementById("onward")?.submit();
