import { expect, test } from "vitest";
import { dashboardEndpoints } from "../../src/api/contract.ts";
import { rightsOf, roleNames } from "../../src/domain/role.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

const somewhere = "chrg_test_5xuy4w91xqz7d1w9u0t";

test.each(roleNames)(
  "every entry of the dashboard opens for the role %s exactly where the table of rights says",
  async (role) => {
    const gateway = await aGateway();
    const { member, live, test, team } = await signedIn(gateway, role);
    for (const { method, path, right, scope } of dashboardEndpoints.filter((entry) => entry.right)) {
      const modes =
        scope === "team"
          ? ([[team, true]] as const)
          : ([
              [live, true],
              [test, false],
            ] as const);
      for (const [api, livemode] of modes) {
        if (!right || rightsOf(member, livemode).includes(right)) continue;
        const address = path.replace(/:\w+/g, somewhere);
        const { status, json } = method === "GET" ? await api.get(address) : await api.post(address);
        expect([status, json.code], `${method} ${path} as ${role}`).toEqual([403, "forbidden"]);
      }
    }
    for (const api of [test, live]) expect((await api.get("/charges")).status).toBe(200);
    expect((await team.get("/session")).json.rights.live).toEqual(rightsOf(member, true));
  },
);
