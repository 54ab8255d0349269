/** The key of a Basic header: the user name, with or without the colon after it, as one browser library sends it. */
export function keyOf(authorization: string | undefined): string {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "");
  const [user = ""] = Buffer.from(match?.[1] ?? "", "base64")
    .toString("utf8")
    .split(":", 1);
  return user;
}
