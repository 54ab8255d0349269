import { expect, test } from "vitest";
import { dashboardEndpoints } from "../../src/api/contract.ts";
import { aToken, cardCharge, installmentCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";

const number = "4242424242424242";

test("no answer of the dashboard holds the number of a card, its first digits or what it is sealed into, whatever is asked for", async () => {
  const gateway = await aGateway();
  const { test: dashboard, live, team } = await signedIn(gateway, "owner", { operator: true });
  const { json: charge } = await cardCharge(gateway, {}, number);
  await installmentCharge(gateway);
  await aToken(gateway, number);
  const { json: refund } = await dashboard.post(`/charges/${charge.id}/refunds`, { amount: 1000 });
  await gateway.advance(0);
  const { store } = gateway.gateway;
  const sealed = await store.vault.secret((await firstAccount(store)).id, charge.card.id);
  const forbidden = [number, number.slice(0, 12), "424242424242", "4242 4242 4242", ...(sealed ? [sealed.sealed] : [])];
  const ids = [charge.id, charge.card.id, charge.transaction, refund.id];
  let answers = 0;
  for (const { method, path, scope, raw } of dashboardEndpoints) {
    if (method !== "GET" || raw?.contentTypes.includes("text/event-stream")) continue;
    const addresses = path.includes(":") ? ids.map((id) => path.replace(/:\w+/g, id)) : [path, `${path}?q=${number}`];
    for (const address of addresses) {
      for (const api of scope === "team" ? [team] : [dashboard, live]) {
        const { text } = await api.get(address);
        const shown = text.replaceAll(`q=${number}`, "");
        for (const part of forbidden) expect(shown, `${method} ${address}`).not.toContain(part);
        answers += 1;
      }
    }
  }
  expect(answers).toBeGreaterThan(20);
});
