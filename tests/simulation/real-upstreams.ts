import type { Send, Upstream } from "../../src/connectors/upstream.ts";
import { NotTaken } from "../../src/connectors/upstream.ts";
import type { SimulatedPayment, UpstreamSimulator } from "../../src/connectors/upstream-simulator.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import { scbUnderTest } from "../kit/scb.ts";
import type { UpstreamUnderTest } from "../kit/upstream-conformance.ts";
import type { Life } from "./life.ts";
import type { Random } from "./random.ts";
import type { Notice } from "./upstreams.ts";

/** Probability of each trouble on the way to an upstream's server, per request. "after" means that the server has carried it out. */
const trouble = {
  refused: 0.04,
  tornBefore: 0.03,
  outageBefore: 0.03,
  arrivesLate: 0.03,
  tornAfter: 0.03,
  outageAfter: 0.03,
  tokensExpire: 0.02,
};

/** Upstreams whose connectors are those of live mode. Their other side is their simulator, which outlives the gateway's processes. */
export type RealUpstreams = {
  all: readonly Upstream[];
  /** Addresses of their servers, for `createUpstreams`. */
  addresses: Readonly<Record<string, string>>;
  credentialsOf(name: string): Readonly<Record<string, string>> | undefined;
  /** The way of one process to their servers, which breaks at random. */
  send(life: Life, later: (work: () => Promise<unknown>) => void): Send;
  /** Lets the payer of a charge decide. */
  decide(charge: Charge, reference: string, pays: boolean): Promise<void>;
  payments(name: string, reference: string): readonly SimulatedPayment[];
  /** A notification that a stranger writes of a charge, whether or not its payer has decided; undefined where the upstream is none of these. */
  forge(charge: Charge, reference: string): Notice | undefined;
};

const tried: readonly UpstreamUnderTest[] = [scbUnderTest];

/**
 * @param troubled whether a trouble of this probability happens now
 * @param tell is given each notification, and brings it when it likes
 */
export function realUpstreams(
  random: Random,
  now: () => number,
  troubled: (probability: number) => boolean,
  tell: (notice: Notice) => void,
): RealUpstreams {
  const servers = new Map(tried.map((each) => [each.upstream.name, aServer(each, random, now, tell)]));
  return {
    all: tried.map(({ upstream }) => upstream),
    addresses: Object.fromEntries(
      tried.flatMap(({ upstream: { name, hosts } }) =>
        Object.keys(hosts).map((host) => [`${name}.${host}`, `http://${name}/${host}`]),
      ),
    ),
    credentialsOf: (name) => servers.get(name)?.credentials,
    send: (life, later) => async (request) => {
      const { hostname: name, pathname, searchParams } = new URL(request.url);
      const [, host = "", path = ""] = /^\/([^/]+)(.*)$/.exec(pathname) ?? [];
      const server = servers.get(name);
      if (!server) throw new NotTaken(`nobody is at ${name}`);
      const headers = Object.fromEntries(
        Object.entries(request.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
      );
      const { method, body = "" } = request;
      const carryOut = () =>
        server.simulator.answer({ host, method, path, query: Object.fromEntries(searchParams), headers, body });
      await life.point();
      if (troubled(trouble.refused)) throw new NotTaken(`${name} cannot be reached`);
      if (troubled(trouble.tornBefore)) throw new Error(`the line to ${name} was torn`);
      if (troubled(trouble.outageBefore)) return outage;
      if (troubled(trouble.arrivesLate)) {
        later(carryOut);
        throw new Error(`${name} does not answer`);
      }
      if (troubled(trouble.tokensExpire)) server.simulator.expireTokens();
      const answer = await carryOut();
      await life.point();
      if (troubled(trouble.tornAfter)) throw new Error(`the answer of ${name} was lost`);
      return troubled(trouble.outageAfter) ? outage : answer;
    },
    decide: async (charge, reference, pays) => {
      const server = servers.get(charge.upstream ?? "");
      // a link whose answer was lost has been seen by nobody
      if (pays) await server?.simulator.pay(server.known(reference), { id: charge.upstreamId });
      else await server?.simulator.decline(server.known(reference));
    },
    payments: (name, reference) => {
      const server = servers.get(name);
      return server?.simulator.payments(server.known(reference)) ?? [];
    },
    forge: ({ upstream }, reference) => {
      const server = servers.get(upstream ?? "");
      return server && { upstream: upstream ?? "", ...server.simulator.forge(server.known(reference)) };
    },
  };
}

const outage = { status: 503, headers: {}, body: "<html><body>Service Unavailable</body></html>" };

type Server = {
  simulator: UpstreamSimulator;
  credentials: Readonly<Record<string, string>>;
  known: (reference: string) => string;
};

function aServer(
  { upstream, credentials, simulator: make, known = (reference) => reference }: UpstreamUnderTest,
  random: Random,
  now: () => number,
  tell: (notice: Notice) => void,
): Server {
  let serial = 0;
  const simulator = make({
    now,
    pause: async () => {},
    randomText: (length) =>
      `${(++serial).toString(36)}${Array.from({ length }, () => random.below(36).toString(36)).join("")}`.slice(
        0,
        length,
      ),
    credentials,
    notify: async ({ headers, body }) => {
      tell({ upstream: upstream.name, headers, body });
      return { status: 200, headers: {}, body: '{"resCode":"00"}' }; // whether it arrives is drawn elsewhere
    },
  });
  return { simulator, credentials, known };
}
