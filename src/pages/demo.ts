import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer, isIPv4 } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { html } from "./html.ts";
import { showPage } from "./page.ts";

/** What the demo shop needs to be a merchant of this gateway. */
export type DemoMerchant = { publicKey: string; secretKey: string; webhookSecret: string };

/** Conditions under which the demo shop opens. */
type Circumstances = {
  publicUrl: string;
  /** Whether test payments can be made. */
  simulators: boolean;
  /** Whether only this machine reaches the listener. */
  local: boolean;
};

type Demo = Omit<Circumstances, "publicUrl"> & {
  publicUrl: () => string;
  merchant: () => Promise<DemoMerchant | null>;
};

/** The example shop that people copy. It is part of a checkout; the published package, which is for production, does not contain it. */
const shop = join(import.meta.dirname, "../../examples/shop/server.ts");

/** Ends the shop's process when ours ends, without code in the example. */
const endWithUs = 'data:text/javascript,process.once("disconnect", () => process.exit());';

const opensWithinMs = 15_000;

const besides = "It can run beside any gateway as a shop of its own: examples/shop/README.md.";

/** Reasons why there is no demo shop here, in sentences for its visitor; null where it opens. Links lead to it only there. */
export function whyNoDemo({ publicUrl, simulators, local }: Circumstances): readonly string[] | null {
  if (!existsSync(shop)) return ["The demo shop comes with a checkout of Chamra, not with the package."];
  if (!simulators) return ["The simulated banks of test mode are off (CHAMRA_SIMULATORS), so nothing could be paid."];
  if (!local) {
    return ["Other machines reach this gateway (CHAMRA_HOST), and the demo shop opens only where none does.", besides];
  }
  if (!isLocal(publicUrl)) {
    return [
      `This gateway gives out links to ${publicUrl}, and the demo shop opens only where they lead to localhost.`,
      besides,
    ];
  }
  return null;
}

/**
 * /demo: a shop to try this gateway with. It has its own server: a process that knows the gateway by HTTP only.
 * The first visitor starts it, so it costs nothing without visitors, and what it loads stays out of the gateway.
 * It opens only where only this machine comes in and links lead to it: on a gateway that others reach, strangers could use a merchant's keys in
 * a shop that the merchant did not ask for.
 */
export function registerDemo(app: FastifyInstance, { publicUrl, merchant, simulators, local }: Demo): void {
  let opening: Promise<Opened> | null = null;
  const open = () => {
    opening ??= openShop(app, publicUrl(), merchant).then(
      (opened) => {
        opened.process.once("exit", () => {
          opening = null;
        });
        return opened;
      },
      (error) => {
        opening = null;
        throw error;
      },
    );
    return opening;
  };
  app.addHook("onClose", async () => {
    const opened = await opening?.catch(() => null); // one that did not open has ended
    if (opened && opened.process.exitCode === null) {
      const ended = once(opened.process, "exit");
      opened.process.kill();
      await ended;
    }
  });

  app.register(async (pages) => {
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    const visit = async (request: FastifyRequest, reply: FastifyReply) => {
      const why = whyNoDemo({ publicUrl: publicUrl(), simulators, local });
      if (why) return explain(reply, why);
      try {
        return await pass(await open(), request, reply);
      } catch (error) {
        request.log.error({ err: error }, "the demo shop could not be reached");
        return explain(reply, ["The demo shop could not be opened. Why stands in the gateway's log."]);
      }
    };
    for (const url of ["/demo", "/demo/*"]) pages.route({ method: ["GET", "POST"], url, handler: visit });
  });
}

type Opened = { url: string; process: ChildProcess };

async function openShop(app: FastifyInstance, publicUrl: string, merchantOf: Demo["merchant"]): Promise<Opened> {
  const merchant = await merchantOf();
  if (!merchant)
    throw new Error("the first test account has no keys that can be shown: make some with `chamra key create`");
  const port = await freePort();
  const child = fork(shop, {
    execArgv: ["--import", endWithUs],
    silent: true,
    env: {
      PORT: String(port),
      SHOP_URL: `${publicUrl}/demo`,
      OMISE_API_URL: addressOf(app),
      OMISE_JS_URL: `${publicUrl}/omise.js`,
      OMISE_PUBLIC_KEY: merchant.publicKey,
      OMISE_SECRET_KEY: merchant.secretKey,
      OMISE_WEBHOOK_SECRET: merchant.webhookSecret,
    },
  });
  const complaints: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    if (complaints.length < 20) complaints.push(text);
    app.log.warn({ shop: text }, "the demo shop complains");
  });
  const timeout = AbortSignal.timeout(opensWithinMs);
  try {
    await Promise.race([
      firstLine(child, timeout),
      once(child, "exit", { signal: timeout }).then(() => Promise.reject(new Error(complaints.join("")))),
    ]);
  } catch (error) {
    child.kill();
    throw error;
  }
  return { url: `http://localhost:${port}`, process: child };
}

/** Waits for the shop's first line, which says that it is open. */
async function firstLine(child: ChildProcess, signal: AbortSignal): Promise<void> {
  if (!child.stdout) throw new Error("a silent child has a stdout");
  const lines = createInterface(child.stdout);
  await once(lines, "line", { signal });
}

/** Proxies a request to the shop, and its answer back. Headers of the gateway's own pages, such as cookies, are not sent on. */
async function pass({ url }: Opened, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const path = request.url.replace(/^\/+demo\/*/, "/");
  const kept = ["accept-language", "content-type", "user-agent", "omise-signature", "omise-signature-timestamp"];
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name, value]) => kept.includes(name) && typeof value === "string"),
  ) as Record<string, string>; // just filtered
  const { request: ask } = await import("undici"); // takes a tenth of the gateway's start
  const answer = await ask(`${url}${path}`, {
    method: request.method === "POST" ? "POST" : "GET",
    headers,
    body: request.method === "POST" ? (request.body as Buffer) : null, // as the parser above reads it
  });
  const { connection: _, "transfer-encoding": __, ...told } = answer.headers;
  return reply.code(answer.statusCode).headers(told).send(answer.body);
}

function explain(reply: FastifyReply, sentences: readonly string[]): FastifyReply {
  return showPage(reply, {
    status: 404,
    language: "en",
    oneLanguage: true,
    title: "No demo shop here",
    body: html`<main class="sheet notice"><h1>No demo shop here</h1>${sentences.map((sentence) => html`<p>${sentence}</p>`)}</main>`,
  });
}

function isLocal(publicUrl: string): boolean {
  const { hostname } = new URL(publicUrl);
  return hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
}

/** Address at which this process listens, for a process on the same machine. */
function addressOf(app: FastifyInstance): string {
  const { address, port, family } = app.server.address() as AddressInfo; // it listens on a port
  if (address === "0.0.0.0" || address === "::") return `http://localhost:${port}`;
  return family === "IPv6" ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
