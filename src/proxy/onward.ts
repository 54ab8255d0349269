import { connect, type Socket } from "node:net";

/** Opens connections to other hosts, as programs would have done it: directly, or through the proxy that the environment names. */
export type Onward = (host: string, port: number) => Promise<Socket>;

/**
 * @param environment read for `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small or large letters
 */
export function onwardBy(environment: NodeJS.ProcessEnv): Onward {
  const named = (name: string) => environment[name] ?? environment[name.toUpperCase()];
  const proxy = named("https_proxy") || named("http_proxy") || named("all_proxy");
  const direct = (named("no_proxy") ?? "").split(",").map((each) =>
    each
      .trim()
      .toLowerCase()
      .replace(/^\*?\./, ""),
  );
  const isDirect = (host: string) =>
    isThisMachine(host) || direct.some((each) => each === "*" || (each !== "" && `.${host}`.endsWith(`.${each}`)));
  return (host, port) =>
    proxy && URL.canParse(proxy) && !isDirect(host) ? through(new URL(proxy), host, port) : dial(host, port);
}

/** Whether a host is this machine by name or number. */
export const isThisMachine = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/.test(host);

/** Connects without a proxy. */
export const directly: Onward = dial;

function dial(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, allowHalfOpen: true }, () => {
      socket.off("error", reject);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}

/** Upper bound of what a proxy may say before the tunnel is open. */
const headMax = 16_384;

/** Asks another proxy for a tunnel (RFC 9110, 9.3.6). */
async function through(proxy: URL, host: string, port: number): Promise<Socket> {
  const socket = await dial(proxy.hostname, Number(proxy.port) || 80);
  const authority = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  const who = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = proxy.username ? `Proxy-Authorization: Basic ${Buffer.from(who).toString("base64")}\r\n` : "";
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`);
  let head = "";
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    head += (chunk as Buffer).toString("latin1");
    const end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.length < headMax) continue;
    if (!/^HTTP\/1\.[01] 200/.test(head)) break;
    const rest = head.slice(end + 4);
    if (rest) socket.unshift(Buffer.from(rest, "latin1"));
    return socket;
  }
  socket.destroy();
  throw new Error(`the proxy ${proxy.host} opens no way to ${authority}: ${head.split("\r\n", 1)[0] || "no answer"}`);
}
