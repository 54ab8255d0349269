import { Refusal } from "../domain/base/errors.ts";
import { clientFlags, reachGateway } from "./client.ts";
import { command } from "./command.ts";

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
    const { serveTools } = await import("./mcp-server.ts"); // imported here because loading the protocol is slow beside `--help`
    await serveTools(client);
    return { text: "" };
  },
});
