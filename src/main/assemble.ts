import { type Logger, pino } from "pino";
import { webhookBody } from "../api/event/event.shape.ts";
import { logOptions } from "../api/http/log.ts";
import { serializer } from "../api/wire/serialize.ts";
import { type Config, simulatorsOf, testNumbersMaxOf, testReachOf } from "../config.ts";
import { banks, liveBanks, simulate } from "../connectors/index.ts";
import { checkOffer } from "../connectors/offer.ts";
import type { BankEntry } from "../connectors/sandbox.ts";
import { createSend } from "../connectors/send.ts";
import type { ThreeDsConnector } from "../connectors/three-ds/connector.ts";
import type { Upstream } from "../connectors/upstream.ts";
import { upstreams } from "../connectors/upstreams.ts";
import { bounded } from "../domain/base/bounded.ts";
import { Refusal } from "../domain/base/errors.ts";
import { type AccountId, idMaker } from "../domain/base/id.ts";
import { createQueue } from "../domain/base/one-by-one.ts";
import { pageIdMaker } from "../domain/base/page-id.ts";
import type { Delivery } from "../domain/event/event.ts";
import type { Method } from "../domain/payment/method.ts";
import { createMethods } from "../domain/payment/method-list.ts";
import type { Clock } from "../domain/sandbox/clock.ts";
import { methods } from "../methods/index.ts";
import { createHealth } from "../observability/health.ts";
import { rateLimited } from "../observability/rate-limited-log.ts";
import { signingSecretsOf } from "../operations/event/webhook.ts";
import type { Gateway } from "../operations/gateway.ts";
import { createFeed } from "../operations/insight/feed.ts";
import { createRequestLog } from "../operations/log/request-log.ts";
import { watchAccounts } from "../operations/merchant/gatekeeper.ts";
import { createBankRules } from "../operations/sandbox/bank-rules.ts";
import { createClocks } from "../operations/sandbox/clocks.ts";
import { createRules } from "../operations/sandbox/rules.ts";
import { mirrorOf } from "../operations/shadow/shadow.ts";
import { createShadows } from "../operations/shadow/shadows.ts";
import { createUpstreams } from "../operations/upstream/upstreams.ts";
import { openStore } from "../storage/store.ts";
import { openVault } from "../vault/vault.ts";
import { version } from "../version.ts";
import { checkEndpoint } from "../webhooks/address.ts";
import type { Dispatch } from "../webhooks/deliver.ts";
import { createOutbound } from "../webhooks/outbound.ts";
import { post } from "../webhooks/post.ts";
import { createRequested } from "../webhooks/requested.ts";
import { resend, takeUpAgain } from "../webhooks/resend.ts";
import { deliverNow } from "../webhooks/ruled.ts";
import { ensureFirstMerchant } from "./first-merchant.ts";
import { type Instruments, noInstruments } from "./instruments.ts";
import { liveReadiness } from "./live-readiness.ts";
import { type PublicAddress, publicAddress } from "./public-address.ts";
import { randomTextMaker } from "./random-text.ts";
import { vaultKeyOf } from "./vault-key.ts";
import { realWorld, type World } from "./world.ts";

/** A gateway that is built but does not listen; commands work with it. */
export type Assembly = { gateway: Gateway; dispatch: Dispatch; close(): Promise<void> };

/** Additional parts of a gateway that serves. */
type Assembled = Assembly & {
  address: PublicAddress;
  /** Logs failed background work, the same failure once a minute. */
  tellFailure: (error: unknown, work: string, id?: string) => void;
  /** Registers who is told of deliveries that have become due; without anybody the clock finds them. */
  onDue(wake: (due: readonly Delivery[]) => void): void;
  /** Registers who is told of each account that a commit of this process changes. */
  onAccountChange(listener: (account: AccountId) => void): void;
  /** Registers who plays the moves of clocks; without anybody no clock can be moved. */
  onMove(play: Gateway["play"]): void;
};

/** Upper bound of remembered answers of banks that decided nothing, about 150 bytes each. */
const undecidedMax = 10_000;

/** Upper bound of refunds, transfers and disputes of one account that wait for its balance in this process. Each takes some milliseconds. */
const takersMax = 1_000;

/** Parts that a serving gateway needs: its log, instruments that watch it, and who hears of each try to deliver an event. */
export type Serving = { logger: Logger; instruments: Instruments; told: Dispatch["told"] };

/** Payment methods and the banks behind them. A program that embeds a gateway may give others. */
export type Offer = {
  methods: readonly Method[];
  banks: readonly BankEntry[];
  /** Upstreams that live accounts can be connected to. */
  upstreams: readonly Upstream[];
  /** Connection to the issuers of cards of live mode; null where banks authenticate cardholders themselves. */
  liveThreeDs: ThreeDsConnector | null;
};

const standardOffer: Offer = { methods, banks, upstreams, liveThreeDs: null };

/**
 * Builds a gateway once, from the ground up: each part is given the parts below it, and nothing is replaced afterwards.
 *
 * @param serving null for commands, which work beside a running gateway
 */
export async function assemble(
  config: Config,
  world: World = realWorld,
  serving: Serving | null = null,
  offer: Offer = standardOffer,
): Promise<Assembled> {
  const { databaseUrl, connectionsMax, prepare } = config;
  const logger = serving?.logger ?? loggerOf(config);
  const instruments = serving?.instruments ?? noInstruments;
  const folder = databaseUrl ? null : config.folder;
  const tell = (sentence: string) => logger.warn(sentence);
  const stored = await openStore({ databaseUrl, folder, connectionsMax, prepare, alone: serving !== null, tell });
  try {
    const { now } = world;
    const clock = createClocks(stored, now);
    await clock.refresh();
    const rules = createRules(stored, now);
    await rules.refresh();
    const vault = await openVault(stored, {
      key: await vaultKeyOf(config, stored),
      previousKey: config.previousVaultKey,
      now,
      testNumbersMax: testNumbersMaxOf(config),
      tell,
    });
    const feed = createFeed({ store: stored, now, codesRequired: config.requireCodes }, clock, world.every);
    let changed: (account: AccountId) => void = () => {};
    const store = clock.watch(feed.watch(watchAccounts(instruments.store(stored), (account) => changed(account))));
    const address = publicAddress(config);
    const health = createHealth(now);
    const randomText = randomTextMaker(realWorld.random64);
    const methodList = createMethods(offer.methods);
    const simulation = simulate(offer.banks, {
      memoryOf: (bank) => store.simulatedBank.memoryOf(bank, now),
      now: (account) => (account === undefined ? now() : clock.of(account as AccountId)), // banks have the gateway's own words
      pause: world.pause,
      randomText,
      acsUrl: () => `${address.url()}/acs`,
      keyOf: vault.keyring.walletKey,
      rules: createBankRules({ store, methods: methodList, rules, clock, now }),
    });
    checkOffer(offer.methods, simulation.connectors);
    const makeId = idMaker(world.random64);
    const newId: Gateway["newId"] = (kind, livemode) => makeId(kind, livemode, now());
    const connection = createOutbound({ version, testReach: testReachOf(config) });
    const toUpstreams = createSend(version);
    const reached = createUpstreams(offer.upstreams, {
      addresses: config.upstreams,
      send: toUpstreams.send,
      now,
      watched: (name, bank) =>
        instruments.connectors(health.watch({ banks: { [name]: bank } }, true)).banks[name] ?? bank,
    });
    const dispatch: Dispatch = Object.freeze({
      store,
      outbound: instruments.outbound(connection),
      now,
      clock,
      rules,
      requested: createRequested(),
      random: world.random,
      newAttemptId: (livemode: boolean) => newId("delivery", livemode),
      schedule: config.webhookRetries,
      bodyOf: webhookBody,
      told: serving?.told ?? (() => {}),
      secretsOf: async (id: AccountId) => {
        const account = await store.account.get(id);
        return account ? signingSecretsOf({ vault, clock }, account) : [];
      },
    });
    const tellFailure = rateLimited((error, work, id, leftOut) => {
      const again = leftOut > 0 && { leftOut };
      logger.error({ err: error, work, id, ...again }, "background work failed and will be tried again");
    }, now);
    const shadows = createShadows({
      store,
      vault,
      now,
      open: (shadow) => mirrorOf({ vault, upstreams: reached }, shadow),
      report: (error) => tellFailure(error, "shadow"),
    });
    await shadows.refresh();
    let play: Gateway["play"] = async () => {
      throw new Refusal("service_unavailable", "a clock can be moved only where the gateway runs");
    };
    let wake: (due: readonly Delivery[]) => void = () => {};
    const gateway: Gateway = Object.freeze({
      store,
      methods: methodList,
      banks: offer.banks,
      vault,
      now,
      clock,
      rules,
      shadows,
      play: (begun: Clock) => play(begun),
      pause: world.pause,
      newId,
      newPageId: pageIdMaker(world.random64),
      randomText,
      simulation: {
        ...simulation,
        connectors: instruments.connectors(health.watch(simulation.connectors, false)),
      },
      simulators: simulatorsOf(
        config,
        offer.banks.some(({ live }) => live),
      ),
      upstreams: reached,
      live: liveReadiness(config, offer.upstreams),
      takesLiveCards: config.liveCards === "here",
      liveConnectors: (account: string) =>
        instruments.connectors(health.watch(liveBanks(offer.banks, offer.liveThreeDs, account), true)),
      publicUrl: address.url,
      nearbyUrl: address.nearbyUrl,
      serialize: serializer(address.url, methodList, { banks: offer.banks, upstreams: reached }),
      webhookUrl: config.webhookUrl,
      note: async () => {},
      codesRequired: config.requireCodes,
      seller: { name: config.sellerName, address: config.sellerAddress, taxId: config.sellerTaxId },
      wakeDeliveries: (due: readonly Delivery[]) => wake(due),
      webhooks: {
        waits: config.webhookRetries,
        check: (uri: string, livemode: boolean) => checkEndpoint(uri, livemode, testReachOf(config)),
        post: (...sent: Parameters<Gateway["webhooks"]["post"]>) => post(dispatch, ...sent),
        sendNow: (account: AccountId, deliveries: readonly Delivery[]) => deliverNow(dispatch, account, deliveries),
        resend: (account: AccountId, event: string) => resend(dispatch, account, event),
        takeUpAgain: (account: AccountId) => takeUpAgain(dispatch, account),
      },
      requestLog:
        serving && config.requestLog
          ? createRequestLog(store.request.add, (error) => tellFailure(error, "request log"))
          : null,
      feed,
      takers: createQueue(takersMax),
      undecided: bounded<true>(undecidedMax),
      health,
    });
    await ensureFirstMerchant(gateway, config);
    return {
      gateway,
      dispatch,
      address,
      tellFailure,
      onDue: (listener) => {
        wake = listener;
      },
      onAccountChange: (listener) => {
        changed = listener;
      },
      onMove: (player) => {
        play = player;
      },
      close: async () => {
        await shadows.close();
        await connection.close();
        await toUpstreams.close();
        await stored.close();
      },
    };
  } catch (error) {
    await stored.close();
    throw error;
  }
}

export const loggerOf = ({ logLevel }: Config): Logger =>
  pino({ level: logLevel, ...logOptions }, pino.destination(process.stderr.fd));
