import http from "node:http";
import omise from "omise";

type Client = ReturnType<typeof omise.default>;
export type Charge = Awaited<ReturnType<Client["charges"]["retrieve"]>>;

/**
 * The official client. It takes a host but no port, which a gateway on 443 does not need. For one on http://localhost:4242 we change
 * the default port of plain HTTP in this process: a property of Node's own agent, and this process makes no other such requests.
 */
export function omiseClient(api: URL, keys: { publicKey: string; secretKey: string }): Client {
  if (api.protocol === "https:" && api.port)
    throw new Error(`${api}: with https, the omise package knows port 443 only`);
  if (api.port) Object.assign(http.globalAgent, { defaultPort: Number(api.port) });
  const scheme = api.protocol === "http:" ? omise.Scheme.Http : omise.Scheme.Https;
  // The package exports the function itself; its types declare it as `default`.
  return (omise as unknown as typeof omise.default)({ ...keys, host: api.hostname, vaultHost: api.hostname, scheme });
}
