import { wireTime } from "../api/wire/shape.ts";
import { beginShadow, endShadow, type ShadowStanding, shadowOf } from "../operations/shadow/shadow.ts";
import { command, type Printed } from "./command.ts";
import { askFor, credentialsFlag, givenCredentials } from "./given-credentials.ts";
import { pairs } from "./text.ts";
import { recorded } from "./upstream.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

const account = { about: "The test account's id, `account_…`." };

export const shadowCommands = [
  command({
    name: "shadow start",
    about:
      "Sends each request of a test account to a test account at Omise, too, and compares the answers; or replaces the keys. They are tried there before they are sealed. `chamra fidelity` reports what differed.",
    args: { account },
    flags: { credentials: credentialsFlag },
    json: true,
    run: async ({ args, flags, config }) => {
      const given = await givenCredentials(flags.credentials, "chamra shadow start --help");
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const { upstream } = await shadowOf(assembly.gateway, owner.id);
        const keys = given ?? (await askFor(upstream.mirror.credentials));
        return printed(await beginShadow(recorded(assembly, owner, "chamra shadow start"), owner, keys));
      });
    },
  }),
  command({
    name: "shadow status",
    about: "Says whether a test account has a shadow, and since when.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const { id } = await accountOf(assembly, args.account);
        return printed(await shadowOf(assembly.gateway, id));
      }),
  }),
  command({
    name: "shadow stop",
    about: "Ends an account's shadow: its keys are erased. What was compared stays for 30 days.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        return printed(await endShadow(recorded(assembly, owner, "chamra shadow stop"), owner));
      }),
  }),
];

function printed({ upstream: { name, label, mirror }, shadow }: ShadowStanding): Printed {
  const state = shadow ? `shadow since ${wireTime(shadow.createdAt)}` : "no shadow";
  const shown = mirror.credentials.flatMap(({ name: field, label: said }): [string, string][] => {
    const value = shadow?.shown[field];
    return value === undefined ? [] : [[`  ${said.en}`, value]];
  });
  return {
    text: pairs([[name, `${label.en}: ${state}`], ...shown]),
    json: { upstream: name, since: shadow && wireTime(shadow.createdAt), shown: shadow?.shown ?? {} },
  };
}
