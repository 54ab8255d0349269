/** Posts to the API from the page itself: a source has no card details. */
export async function createSource(
  gateway: URL,
  key: string,
  options: OmiseJs.SourceOptions,
  callback: OmiseJs.Callback,
): Promise<void> {
  const { status, response } = await post(new URL("sources/", gateway), key, options);
  callback(status, response);
}

async function post(address: URL, key: string, body: object): Promise<{ status: number; response: OmiseJs.Answer }> {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(key)}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, response: await answer.json() };
  } catch (error) {
    return { status: 0, response: { code: "create_source_error", error: String(error) } };
  }
}
