/** What a link carries behind its `#`, which browsers send to nobody. It is taken out of the address, so that no history keeps it. */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(history.state, "", location.pathname);
  return token;
}
