import { McpServer } from "@modelcontextprotocol/server";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { version } from "../version.ts";
import type { Client } from "./client.ts";
import { mcpTools } from "./mcp-tools.ts";

/** Serves the tools on standard input and output, until the other side closes them. */
export function serveTools(client: Client): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const transport = new StdioServerTransport();
  serveStdio(() => serverFor(client), { transport });
  const { onclose } = transport; // what has just been set to end the connection
  transport.onclose = () => {
    onclose?.();
    resolve();
  };
  return closed;
}

function serverFor(client: Client): McpServer {
  const instructions = "Tools for the test mode of a payment gateway that speaks the Omise API. Amounts are in satang.";
  const server = new McpServer({ name: "chamra", version }, { instructions });
  // what the gateway refuses is thrown, and the library answers it as the tool's error: it is for the caller to read
  for (const { name, description, input, run } of mcpTools)
    server.registerTool(name, { description, inputSchema: input }, async (given) => {
      return { content: [{ type: "text", text: JSON.stringify(await run(client, given), null, 2) }] };
    });
  return server;
}
