/** A script in the head runs before there is a body to put a frame into. */
export function whenBody(then: () => void): void {
  if (document.body) then();
  else document.addEventListener("DOMContentLoaded", then, { once: true });
}
