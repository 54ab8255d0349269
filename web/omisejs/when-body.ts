/** Calls `then` once the body exists: a script in the head runs before, when there is no place for a frame. */
export function whenBody(then: () => void): void {
  if (document.body) then();
  else document.addEventListener("DOMContentLoaded", then, { once: true });
}
