/** The key of a Basic header: the user name, with or without the colon after it, since one browser library omits that. */
export function keyOf(authorization: string | undefined): string {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "");
  const [user = ""] = Buffer.from(match?.[1] ?? "", "base64")
    .toString("utf8")
    .split(":", 1);
  return user;
}

/**
 * Name of the cookie of the dashboard's sessions. Browsers accept `__Host-` over https only, for this host alone: no page of a
 * neighbouring host can replace it (RFC 6265bis, 4.1.3.2). Without https that prefix is not possible.
 */
export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith("https:") ? "__Host-chamra_session" : "chamra_session";
