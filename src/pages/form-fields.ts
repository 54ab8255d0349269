/** Text fields of a posted form or JSON object; anything else has none. If a field occurs twice, the last counts. */
export function fieldsIn(body: unknown): Partial<Record<string, string>> {
  if (typeof body !== "string") return {};
  if (!body.trimStart().startsWith("{")) return Object.fromEntries(new URLSearchParams(body));
  try {
    const texts = Object.entries(JSON.parse(body)).filter(([, value]) => typeof value === "string");
    return Object.fromEntries(texts) as Record<string, string>; // only texts are left
  } catch {
    return {};
  }
}
