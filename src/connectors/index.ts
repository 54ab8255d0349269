import { cardConnector } from "./card/connector.ts";
import { cardSimulator } from "./card/simulator.ts";
import type { Connectors } from "./connector.ts";
import { kplusConnector } from "./kplus/connector.ts";
import { type KplusSimulator, kplusSimulator } from "./kplus/simulator.ts";
import type { SimulatorMemory } from "./simulator-memory.ts";

/** The banks of test mode, all simulated in this process, and the controls of those whose payers can be played. */
export type Simulation = { connectors: Connectors; kplus: KplusSimulator };

/** @param memoryOf a bank's own memory, by its name */
export function simulate(memoryOf: (bank: string) => SimulatorMemory): Simulation {
  const kplus = kplusSimulator(memoryOf("kplus"));
  return { connectors: { kplus: kplusConnector(kplus), card: cardConnector(cardSimulator(memoryOf("card"))) }, kplus };
}

/** The banks of live mode: none is connected yet, so live mode offers no payment method. */
export const liveConnectors: Connectors = {};
