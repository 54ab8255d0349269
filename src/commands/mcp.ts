import { createInterface } from "node:readline";
import { Refusal } from "../domain/base/errors.ts";
import { version } from "../version.ts";
import { type Client, clientFlags, type Json, reachGateway } from "./client.ts";
import { command } from "./command.ts";
import { mcpTools } from "./mcp-tools.ts";

/** Versions of the protocol whose messages these are, newest first. Source: modelcontextprotocol.io, "Specification", revisions. */
const revisions = ["2025-06-18", "2025-03-26", "2024-11-05"];

export const mcpCommand = command({
  name: "mcp",
  about:
    "Serves the Model Context Protocol on standard input and output: tools that make test charges, play payers, move the clock and read what happened. It takes test keys only.",
  args: {},
  flags: clientFlags,
  json: false,
  run: async ({ flags, config }) => {
    if (flags.key !== undefined && !/^skey_test_/.test(flags.key))
      throw new Refusal("bad_request", "mcp takes a secret test key only, `skey_test_…`: no tool moves real money");
    const client = await reachGateway(config(), flags);
    for await (const line of createInterface({ input: process.stdin })) {
      const answer = await answerTo(client, line);
      if (answer !== undefined) process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
    return { text: "" };
  },
});

/** Answers one message of JSON-RPC; undefined for a notification, which gets none. */
async function answerTo(client: Client, line: string): Promise<object | undefined> {
  if (line.trim() === "") return undefined;
  let message: Json;
  try {
    message = JSON.parse(line);
  } catch {
    return fault(null, -32_700, "the message is not JSON");
  }
  const { id, method, params } = message ?? {};
  if (id === undefined || id === null) return undefined;
  const result = (found: object) => ({ jsonrpc: "2.0", id, result: found });
  switch (method) {
    case "initialize": {
      const asked = params?.protocolVersion;
      return result({
        protocolVersion: revisions.includes(asked) ? asked : revisions[0],
        capabilities: { tools: {} },
        serverInfo: { name: "chamra", version },
        instructions: "Tools for the test mode of a payment gateway that speaks the Omise API. Amounts are in satang.",
      });
    }
    case "ping":
      return result({});
    case "tools/list":
      return result({ tools: mcpTools.map(({ run, ...tool }) => tool) });
    case "tools/call": {
      const tool = mcpTools.find(({ name }) => name === params?.name);
      if (!tool) return fault(id, -32_602, `there is no tool ${params?.name}`);
      const given: Json = params?.arguments ?? {};
      const missing = (tool.inputSchema.required ?? []).filter((name) => given[name] === undefined);
      if (missing.length > 0) return fault(id, -32_602, `${tool.name} needs ${missing.join(" and ")}`);
      return result(await used(() => tool.run(client, given)));
    }
    default:
      return fault(id, -32_601, `there is no method ${method}`);
  }
}

/** What a tool found, or why it could not: a refusal is for the caller to read, and no fault of the protocol. */
async function used(run: () => Promise<Json>): Promise<object> {
  try {
    return { content: [{ type: "text", text: JSON.stringify(await run(), null, 2) }] };
  } catch (error) {
    return { isError: true, content: [{ type: "text", text: error instanceof Error ? error.message : String(error) }] };
  }
}

const fault = (id: unknown, code: number, message: string) => ({ jsonrpc: "2.0", id, error: { code, message } });
