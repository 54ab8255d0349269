/** The key of a Basic header: the user name, with or without the colon after it, as one browser library sends it. */
export function keyOf(authorization: string | undefined): string {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "");
  const [user = ""] = Buffer.from(match?.[1] ?? "", "base64")
    .toString("utf8")
    .split(":", 1);
  return user;
}

/**
 * What the cookie of the dashboard's sessions is called. By `__Host-` browsers take it over https only, for the whole host and nobody else's:
 * no page of a neighbouring name can put one of its own in its place (RFC 6265bis, 4.1.3.2). Without https there is no such name.
 */
export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith("https:") ? "__Host-chamra_session" : "chamra_session";
