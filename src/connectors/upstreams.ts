import { twoC2P } from "./2c2p/upstream.ts";
import { omise } from "./omise/upstream.ts";
import { scb } from "./scb/upstream.ts";
import type { Upstream } from "./upstream.ts";

/** Every upstream of live mode. Only its own folder names it elsewhere. */
export const upstreams: readonly Upstream[] = [omise, scb, twoC2P];
