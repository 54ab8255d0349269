/**
 * Acts as the payer at `authorize_uri`: opens the page, finds the form with the button for the outcome, and submits it as a browser does.
 *
 * @param outcome `successful`, `failed`, or a failure code of the method
 * @returns the URL of the redirect
 */
export async function payerChooses(
  { authorize_uri: uri }: { authorize_uri: string },
  outcome: string,
): Promise<string> {
  const html = await (await fetch(uri)).text();
  const form = formWith(html, outcome);
  const target = new URL(form.action || uri, uri);
  const sent = await fetch(target, { method: "POST", body: new URLSearchParams(form.fields), redirect: "manual" });
  const location = sent.headers.get("location");
  if (!location) throw new Error(`the page answered ${sent.status} and sent the payer nowhere`);
  return location;
}

/** The form whose button, radio or field offers `outcome`, with its hidden fields. */
function formWith(html: string, outcome: string): { action: string; fields: [string, string][] } {
  for (const [, attributes = "", content = ""] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const offered = content.includes(`value="${outcome}"`);
    if (!offered) continue;
    const inputs = [...content.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
    const hidden = inputs.filter((tag) => /type="hidden"/.test(tag) && attribute(tag, "name") !== "outcome");
    const fields = hidden.map((tag): [string, string] => [attribute(tag, "name"), attribute(tag, "value")]);
    return { action: attribute(attributes, "action"), fields: [...fields, ["outcome", outcome]] };
  }
  throw new Error(`no form on the page offers ${outcome}`);
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replaceAll("&amp;", "&").replaceAll("&quot;", '"');
}
