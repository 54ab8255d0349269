import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { openAuthority } from "../../src/proxy/authority.ts";
import { environmentFor } from "../../src/proxy/environment.ts";
import { directly, type Onward } from "../../src/proxy/onward.ts";
import { startProxy } from "../../src/proxy/proxy.ts";
import { writeTrust } from "../../src/proxy/trust.ts";
import type { TestGateway } from "../kit/gateway.ts";

const run = promisify(execFile);

export const programs = join(import.meta.dirname, "programs");

/** Proxy before a gateway of the test, and a way to run programs behind it. */
export type TestProxy = {
  url: string;
  folder: string;
  /** PEM of its authority. */
  certificate: string;
  /** Hosts that were refused, as they were told. */
  refused: string[];
  /** Runs a program to its end; what it said. @throws where it fails */
  run(program: string, ...words: string[]): Promise<{ stdout: string; stderr: string }>;
};

/** Starts a proxy that ends with the test. @param onward null as with `--offline` */
export async function aProxy(
  { publicUrl, publicKey, secretKey }: Pick<TestGateway, "publicUrl" | "publicKey" | "secretKey">,
  onward: Onward | null = directly,
): Promise<TestProxy> {
  const folder = await mkdtemp(join(tmpdir(), "chamra-proxy-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const authority = openAuthority(folder, Date.now);
  const refused: string[] = [];
  const gateway = async () => publicUrl;
  const proxy = await startProxy({ gateway, authority, onward, tellRefused: (host) => refused.push(host) });
  onTestFinished(proxy.close);
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_)/.test(name)));
  const { environment } = environmentFor({
    own,
    proxy: proxy.url,
    gateway: publicUrl,
    trust: writeTrust(folder, authority.certificate, own),
    keys: { publicKey, secretKey, webhookSecret: null },
    offline: onward === null,
  });
  return {
    url: proxy.url,
    folder,
    certificate: authority.certificate,
    refused,
    run: (program, ...words) => run(program, words, { env: environment, cwd: programs }),
  };
}

/** Whether a program is on this machine and starts. */
export const isThere = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words).status === 0;
