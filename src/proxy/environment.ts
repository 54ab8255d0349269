import { delimiter, join } from "node:path";
import { javaStorePassword, type TrustFiles } from "./trust.ts";

/** Keys of test mode. Null where none are known: then the command keeps those that it has. */
export type TestKeys = { publicKey: string | null; secretKey: string | null; webhookSecret: string | null };

type Given = {
  /** Environment in which `chamra exec` was called. */
  own: NodeJS.ProcessEnv;
  /** Address of the proxy. */
  proxy: string;
  gateway: string;
  trust: TrustFiles;
  keys: TestKeys;
  offline: boolean;
};

/**
 * Environment of a command whose requests to the original shall reach the gateway: the proxy, whom to trust, and the keys, each under the names that the usual
 * runtimes read.
 *
 * @returns the environment, and the names of variables that it lacks because they hold a key of live mode
 */
export function environmentFor(given: Given): { environment: NodeJS.ProcessEnv; withheld: readonly string[] } {
  const withheld = Object.keys(given.own).filter((name) => isLiveKey(given.own[name] ?? ""));
  const kept = Object.fromEntries(Object.entries(given.own).filter(([name]) => !withheld.includes(name)));
  return { environment: { ...kept, ...variables(given) }, withheld };
}

/** Whether a text is a key of live mode: those of test mode say `test`. A test must not be able to take real money. */
const isLiveKey = (text: string): boolean => /^\s*[sp]key_(?!test_)\w+\s*$/.test(text);

/** Hosts that programs reach without the proxy. */
const direct = ["localhost", "127.0.0.1", "::1"];

function variables({ own, proxy, gateway, trust, keys, offline }: Given): Record<string, string> {
  const noProxy = direct.join(",");
  return {
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    NODE_USE_ENV_PROXY: "1", // the global agents and fetch of Node.js 22.21 and newer
    NODE_EXTRA_CA_CERTS: trust.authority,
    NODE_OPTIONS: nodeOptions(own["NODE_OPTIONS"], offline),
    SSL_CERT_FILE: trust.bundle, // OpenSSL, and so Python, Ruby and .NET; Go
    REQUESTS_CA_BUNDLE: trust.bundle, // Python's requests
    CURL_CA_BUNDLE: trust.bundle, // the command curl
    PHP_INI_SCAN_DIR: [own["PHP_INI_SCAN_DIR"], trust.phpSettings].join(delimiter), // nothing before the first separator is what was compiled in
    JAVA_TOOL_OPTIONS: [own["JAVA_TOOL_OPTIONS"], ...javaOptions(proxy, trust)].filter(Boolean).join(" "),
    CHAMRA_URL: gateway,
    ...(keys.publicKey && { OMISE_PUBLIC_KEY: keys.publicKey }),
    ...(keys.secretKey && { OMISE_SECRET_KEY: keys.secretKey }),
    ...(keys.webhookSecret && { OMISE_WEBHOOK_SECRET: keys.webhookSecret }),
  };
}

function nodeOptions(own: string | undefined, offline: boolean): string {
  // the last one loaded sees a connection first, and only what it lets through reaches the others
  const files = [...(offline ? ["preload-offline.cjs"] : []), "preload.cjs"];
  const ours = files.map((file) => `--require ${JSON.stringify(join(import.meta.dirname, file))}`);
  return [own, ...ours].filter(Boolean).join(" ");
}

/** Properties that every Java since 8 reads. Its options are split at spaces, unless they are quoted. */
function javaOptions(proxy: string, trust: TrustFiles): string[] {
  const { hostname, port } = new URL(proxy);
  const properties = {
    "http.proxyHost": hostname,
    "http.proxyPort": port,
    "https.proxyHost": hostname,
    "https.proxyPort": port,
    "http.nonProxyHosts": "localhost|127.*|[::1]",
    "javax.net.ssl.trustStore": trust.javaStore,
    "javax.net.ssl.trustStoreType": "JKS",
    "javax.net.ssl.trustStorePassword": javaStorePassword,
  };
  return Object.entries(properties).map(([name, value]) => {
    const option = `-D${name}=${value}`;
    return option.includes(" ") ? `"${option}"` : option;
  });
}
