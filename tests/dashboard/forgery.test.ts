import { expect, test } from "vitest";
import { dashboardEndpoints } from "../../src/api/contract.ts";
import { signedIn, visitor } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

const somewhere = "chrg_test_5xuy4w91xqz7d1w9u0t";

/** URL of an entry, in test mode. */
const addressOf = (url: string): string =>
  url.replace("/dashboard/api", "").replace(":mode", "test").replace(/:\w+/g, somewhere);

test("whatever is not a GET is refused without the dashboard's own header, and from a page of another origin, before anything is looked at", async () => {
  const gateway = await aGateway();
  const { team } = await signedIn(gateway, "owner", { operator: true });
  const foreign = [
    { "x-chamra-dashboard": "" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: gateway.url.replace("http:", "https:") },
  ];
  for (const { method, url } of dashboardEndpoints.filter((entry) => entry.method !== "GET")) {
    for (const headers of foreign) {
      const { status, json } = await team.send(method, addressOf(url), {}, { headers });
      expect([status, json.code], `${method} ${url} ${JSON.stringify(headers)}`).toEqual([403, "forbidden"]);
    }
  }
  expect((await team.post("/me", { name: "Malee" }, { headers: { origin: gateway.url } })).status).toBe(200);
});

test("nothing of the dashboard opens for somebody who is not signed in, save signing in", async () => {
  const gateway = await aGateway();
  for (const cookie of ["", "chamra_session=", `chamra_session=${"A".repeat(43)}`, "other=1; chamra_session=x"]) {
    const nobody = visitor(gateway, { cookie });
    for (const { method, url, scope } of dashboardEndpoints) {
      const { status, json } = await nobody.send(method, addressOf(url));
      if (scope === "visitor") expect(json.code, url).toBe("bad_request");
      else expect([status, json.code], `${method} ${url}`).toEqual([401, "authentication_failure"]);
    }
  }
});

test("there are two modes, and no third", async () => {
  const gateway = await aGateway();
  const { team } = await signedIn(gateway, "owner");
  expect((await team.get("/both/charges")).json.code).toBe("service_not_found");
  expect((await team.get("/test/charges")).json.object).toBe("list");
});

test("no page of another site can read an answer of the dashboard, or ask whether it may", async () => {
  const gateway = await aGateway();
  const { test, cookie } = await signedIn(gateway, "owner");
  const { headers } = await test.get("/capability", { headers: { origin: "https://evil.example" } });
  expect(headers.get("access-control-allow-origin")).toBeNull();
  const preflight = await fetch(`${gateway.url}/dashboard/api/test/capability`, {
    method: "OPTIONS",
    headers: { cookie },
  });
  expect(preflight.status).toBe(404);
});
