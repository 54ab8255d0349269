/** The token in a link's fragment (`#…`), which browsers do not send to servers. Removed from the address, so that no history keeps it. */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(history.state, "", location.pathname);
  return token;
}
