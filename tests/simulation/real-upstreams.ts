import type { Send, Upstream } from "../../src/connectors/upstream.ts";
import { NotTaken } from "../../src/connectors/upstream.ts";
import type { SimulatedAnswer, SimulatedPayment, SimulatedRequest } from "../../src/connectors/upstream-simulator.ts";
import { dayInBangkok } from "../../src/domain/base/bangkok.ts";
import { seconds } from "../../src/domain/base/time.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import { start } from "../kit/clock.ts";
import type { Life } from "./life.ts";
import type { Random } from "./random.ts";
import { everyTried, type PaidOut, type Played } from "./tried-upstreams.ts";
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

/** Time limit of a request, as `src/connectors/send.ts` has it. */
const answersWithin = seconds(18);

/** By when a request that was given up has been carried out: it is on its way no longer than a connection lives. */
const arrivesWithin = seconds(20);

/** Upstreams whose connectors are those of live mode. Their other side is their simulator, which outlives the gateway's processes. */
export type RealUpstreams = {
  all: readonly Upstream[];
  /** Addresses of their servers, for `createUpstreams`. */
  addresses: Readonly<Record<string, string>>;
  credentialsOf(name: string): Readonly<Record<string, string>> | undefined;
  /** Gives the merchant other credentials; those before end at once. */
  rotate(name: string): void;
  /** The way of one process to their servers, which breaks at random. */
  send(life: Life, later: (work: () => Promise<unknown>) => void): Send;
  /** Lets the payer of a charge decide. */
  decide(charge: Charge, reference: string, pays: boolean): Promise<void>;
  payments(name: string, reference: string): readonly SimulatedPayment[];
  /** What it has paid out; undefined where it tells of no payouts. */
  payouts(name: string): readonly PaidOut[] | undefined;
  /** A notification that a stranger writes of a charge, whether or not its payer has decided; undefined where the upstream is none of these. */
  forge(charge: Charge, reference: string): Notice | undefined;
};

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
  const servers = new Map(
    everyTried.map((each) => [each.tried.upstream.name, aServer(each, { random, now, troubled, tell })]),
  );
  return {
    all: everyTried.map(({ tried }) => tried.upstream),
    addresses: Object.fromEntries(
      everyTried.flatMap(({ tried: { upstream } }) =>
        Object.keys(upstream.hosts).map((host) => [`${upstream.name}.${host}`, `http://${upstream.name}/${host}`]),
      ),
    ),
    credentialsOf: (name) => servers.get(name)?.credentials(),
    rotate: (name) => servers.get(name)?.rotate(),
    send: (life, later) => async (request) => {
      const { hostname: name, pathname, searchParams } = new URL(request.url);
      const [, host = "", path = ""] = /^\/([^/]+)(.*)$/.exec(pathname) ?? [];
      const server = servers.get(name);
      if (!server) throw new NotTaken(`nobody is at ${name}`);
      const headers = Object.fromEntries(
        Object.entries(request.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
      );
      const { method, body = "" } = request;
      const asked = { host, method, path, query: Object.fromEntries(searchParams), headers, body };
      const until = now() + answersWithin;
      const wait = async (): Promise<void> => {
        await life.point();
        if (now() >= until) throw new Error(`${name} has not answered in time`);
      };
      await wait();
      if (troubled(trouble.refused)) throw new NotTaken(`${name} cannot be reached`);
      if (troubled(trouble.tornBefore)) throw new Error(`the line to ${name} was torn`);
      if (troubled(trouble.outageBefore)) return outage;
      if (troubled(trouble.arrivesLate)) {
        later(server.late(asked));
        throw new Error(`${name} does not answer`);
      }
      if (troubled(trouble.tokensExpire)) server.expireTokens();
      const answer = await server.answer(asked);
      await wait();
      if (troubled(trouble.tornAfter)) throw new Error(`the answer of ${name} was lost`);
      return troubled(trouble.outageAfter) ? outage : answer;
    },
    decide: async (charge, reference, pays) => servers.get(charge.upstream ?? "")?.decide(charge, reference, pays),
    payments: (name, reference) => servers.get(name)?.payments(reference) ?? [],
    payouts: (name) => servers.get(name)?.payouts(),
    forge: ({ upstream }, reference) => {
      const forged = servers.get(upstream ?? "")?.forge(reference);
      return forged && { upstream: upstream ?? "", ...forged };
    },
  };
}

const outage = { status: 503, headers: {}, body: "<html><body>Service Unavailable</body></html>" };

type Server = Pick<RealUpstreams, "decide"> & {
  answer(request: SimulatedRequest): Promise<SimulatedAnswer>;
  /** Takes a request that nobody waits for any more; the work that carries it out, which is done by itself after a while. */
  late(request: SimulatedRequest): () => Promise<void>;
  expireTokens(): void;
  credentials(): Readonly<Record<string, string>>;
  rotate(): void;
  payments(reference: string): readonly SimulatedPayment[];
  payouts(): readonly PaidOut[] | undefined;
  forge(reference: string): Omit<Notice, "upstream">;
};

type Surroundings = {
  random: Random;
  now: () => number;
  troubled: (probability: number) => boolean;
  tell: (notice: Notice) => void;
};

function aServer({ tried, rotated, open }: Played, { random, now, troubled, tell }: Surroundings): Server {
  const { upstream, known = (reference) => reference } = tried;
  let serial = 0;
  let rotations = 0;
  let today = dayInBangkok(start);
  const underWay = new Set<{ at: number; arrive: () => Promise<void> }>();
  const credentials: Record<string, string> = { ...tried.credentials };
  const played = open({
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
  const { simulator } = played;
  const mood = () => ({ random, now: now(), troubled });

  /** Lets happen what had to happen until now: late requests that have arrived meanwhile, and the nights. */
  async function goOn(): Promise<void> {
    for (const { at, arrive } of [...underWay]) if (now() >= at + arrivesWithin) await arrive();
    if (today === dayInBangkok(now())) return;
    today = dayInBangkok(now());
    await played.day(mood());
  }

  async function answer(request: SimulatedRequest): Promise<SimulatedAnswer> {
    await goOn();
    played.asked(request, mood());
    return simulator.answer(request);
  }

  return {
    answer,
    late: (request) => {
      const one = {
        at: now(),
        arrive: async () => {
          if (underWay.delete(one)) await simulator.answer(request);
        },
      };
      underWay.add(one);
      return one.arrive;
    },
    expireTokens: simulator.expireTokens,
    credentials: () => ({ ...credentials }),
    rotate: () => {
      Object.assign(credentials, rotated(++rotations));
    },
    decide: async ({ upstreamId }, reference, pays) => {
      await goOn();
      // a link whose answer was lost has been seen by nobody
      if (pays) await simulator.pay(known(reference), { id: upstreamId });
      else await played.turnsAway(known(reference), random);
    },
    payments: (reference) => simulator.payments(known(reference)),
    payouts: played.payouts,
    forge: (reference) => simulator.forge(known(reference)),
  };
}
