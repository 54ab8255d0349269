import { presentLiveChecks } from "../api/upstream/live-check.shape.ts";
import type { LiveReadiness } from "../domain/upstream/live-check.ts";
import { command } from "./command.ts";
import { painted } from "./paint.ts";
import { besideGateway } from "./with-gateway.ts";

export const doctorLiveCommand = command({
  name: "doctor live",
  about:
    "Says what this server has to have before it takes live money, and what of it is missing. Exit code 1 where something is.",
  args: {},
  flags: {},
  json: true,
  run: ({ config }) =>
    besideGateway(config(), async ({ gateway: { live } }) => {
      if (live.checks.some(({ missing }) => missing !== null)) process.exitCode = 1;
      return { text: report(live), json: presentLiveChecks(live) };
    }),
});

function report({ enforced, checks }: LiveReadiness): string {
  const lines = checks.map(({ needs, missing }) =>
    missing === null ? `${painted("green", "✓")} ${needs}\n` : `${painted("red", "✗")} ${needs}\n  ${missing}\n`,
  );
  const lacks = checks.some(({ missing }) => missing !== null);
  return `${lines.join("")}\n${lacks ? verdicts[enforced ? "refuses" : "trial"] : verdicts.ready}\n${basis}\n`;
}

/** A shell easily has other settings than the service that takes the money. */
const basis =
  "Looked at were the settings of this shell: run it with those of the server. The dashboard's page of upstreams says what the running one has.";

const verdicts = {
  ready: "This server may take live money.",
  refuses: "Live charges through upstreams are refused while something is missing.",
  trial:
    "Only this machine comes in, or CHAMRA_LIVE_CHECKS is off: live charges are taken nevertheless, as in a trial with a simulator.",
};
