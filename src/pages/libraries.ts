/** A client of the original, and how it comes to this gateway. */
export type Library = {
  /** Language or platform. */
  platform: string;
  name: string;
  /** Lines that point it at a gateway; empty where it has its hosts in constants. @param url the gateway's address, without a path */
  lines: (url: string) => readonly string[];
  /** Where the lines go, or what is to be done without any. */
  place: string;
  /** What it needs below `chamra exec`. */
  unchanged: string;
  tried: string;
};

const twoConstants = (url: string) => [`define('OMISE_API_URL', '${url}/');`, `define('OMISE_VAULT_URL', '${url}/');`];

/** What plug-ins carry is omise-php, whose requests pass the proxy; pages load the script from a host that is written into the plug-in. */
const plugin = {
  lines: twoConstants,
  unchanged: "the server's side by itself; the page's script by [`serve --tls`](unmodified-apps.md#shops)",
};

/**
 * All official clients, in the order of the tables. `chamra libraries` prints docs/libraries.md from it, and the home page shows the lines with the address of
 * its visitor.
 */
export const libraries: readonly Library[] = [
  {
    platform: "Node.js",
    name: "omise-node",
    lines: nodeLines,
    place: "the library takes a host and no port, so the port is said before it",
    unchanged: "by itself",
    tried: "each run of the tests, with the lines and without",
  },
  {
    platform: "PHP",
    name: "omise-php",
    lines: twoConstants,
    place: "before `require 'lib/Omise.php'`; PHP warns that the library's own `define` comes second",
    unchanged: "by itself",
    tried: "a token and its charge both ways, its own tests with the lines, version 3.0.0",
  },
  {
    platform: "Python",
    name: "omise-python",
    lines: (url) => ["import omise", `omise.api_main = omise.api_vault = "${url}"`],
    place: "before the first request",
    unchanged: "by itself",
    tried: "a token and its charge both ways, customers, schedules, links and search, version 0.15.1",
  },
  {
    platform: "Ruby",
    name: "omise-ruby",
    lines: (url) => [`Omise.api_url = "${url}"`, `Omise.vault_url = "${url}"`],
    place: 'after `require "omise"`',
    unchanged: "by itself",
    tried: "a token and its charge both ways, its own tests with the lines, version 0.11.0",
  },
  {
    platform: "Go",
    name: "omise-go",
    lines: (url) => [
      `client.Endpoints["https://api.omise.co"] = "${url}"`,
      `client.Endpoints["https://vault.omise.co"] = "${url}"`,
    ],
    place: "after `omise.NewClient`",
    unchanged: "no: its transport asks no proxy; the lines, or `serve --tls`",
    tried: "a token and its charge with the lines, its own tests, version 1.7.2; below `exec` it did not come",
  },
  {
    platform: "Java",
    name: "omise-java",
    lines: () => [],
    place:
      "its hosts are constants: start it by `chamra exec`, or give its client an OkHttp interceptor that changes the host",
    unchanged: "by itself, as read: it uses Java's own proxy and trust",
    tried: "its live tests with an interceptor, version 5.3.0; below `exec` Java's HttpClient",
  },
  {
    platform: ".NET",
    name: "omise-dotnet",
    lines: (url) => [
      `var here = new CustomEnvironment(new Dictionary<Endpoint, string> { { Endpoint.Api, "${url}" }, { Endpoint.Vault, "${url}" } });`,
      "var client = new Client(publicKey, secretKey, here);",
    ],
    place: "in the place of the client's own construction",
    unchanged: "by itself on Linux, as .NET documents it",
    tried: "read only",
  },
  {
    platform: "Elixir",
    name: "omise-elixir",
    lines: (url) => [`config :omise, base_api_uri: "${url}/", base_vault_uri: "${url}/"`],
    place: "in `config/config.exs`",
    unchanged: "not known; the line, or `serve --tls`",
    tried: "read only",
  },
  {
    platform: "Browser",
    name: "omise.js",
    lines: (url) => [`<script src="${url}/omise.js"></script>`],
    place: "in the place of the original's script ([more](omise-js.md))",
    unchanged: "in a browser that uses the proxy ([how](unmodified-apps.md#browsers))",
    tried: "in a browser, in each run of the tests, with the line and without",
  },
  {
    platform: "WooCommerce",
    name: "omise-woocommerce",
    ...plugin,
    place: "in `wp-config.php`",
    tried: "in two whole shops in a browser ([what a shop sees](unmodified-apps.md#shop-plug-ins)), version 7.0.1",
  },
  {
    platform: "Magento",
    name: "omise-magento",
    ...plugin,
    place: "in a file that `auto_prepend_file` of `php.ini` names",
    tried: "its requests, answers and events, by its classes, version 3.12.0",
  },
  {
    platform: "OpenCart",
    name: "omise-opencart",
    ...plugin,
    place: "in `config.php` and `admin/config.php`",
    tried: "its controllers and models, version 2.5",
  },
  {
    platform: "PrestaShop",
    name: "omise-prestashop",
    ...plugin,
    place: "in `config/defines_custom.inc.php`",
    tried: "its payment methods, return and events, by its classes, version 1.7.12",
  },
  {
    platform: "iOS",
    name: "omise-ios",
    lines: (url) => [
      `let here = Configuration(vaultURL: URL(string: "${url}")!, apiURL: URL(string: "${url}")!)`,
      "let omise = OmiseSDK(publicKey: publicKey, configuration: here)",
    ],
    place: "plain `http` needs an exception of App Transport Security",
    unchanged: "by [`serve --tls`](unmodified-apps.md#phones)",
    tried: "its requests, replayed, and its decoders, version 5.6.2",
  },
  {
    platform: "Android",
    name: "omise-android",
    lines: () => [],
    place: "its hosts are constants, and it speaks TLS only: `chamra serve --tls`",
    unchanged: "by [`serve --tls`](unmodified-apps.md#phones)",
    tried: "its requests, replayed, version 5.10.0",
  },
];

/** The library asks port 80 or 443. On another port of the gateway, that port is what the protocol means in this process where a request names none. */
function nodeLines(address: string): string[] {
  const { protocol, hostname, port } = new URL(address);
  const scheme = protocol.slice(0, -1);
  const other = port ? [`require("node:${scheme}").globalAgent.defaultPort = ${port};`] : [];
  const host = `host: "${hostname}", vaultHost: "${hostname}", scheme: "${scheme}"`;
  return [...other, `const omise = require("omise")({ publicKey, secretKey, ${host} });`];
}
