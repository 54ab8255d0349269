import { onTestFinished } from "vitest";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import type { Engine } from "./engine.ts";

/** Gateways that share a database: one on the embedded engine, two on PostgreSQL. */
export async function allGateways(engine: Engine): Promise<[TestGateway, ...TestGateway[]]> {
  if (engine === "sqlite") return [await aGateway()];
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return [await aGateway({ databaseUrl: database.url }), await aGateway({ databaseUrl: database.url })];
}
