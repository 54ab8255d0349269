import { describe, expect, test } from "vitest";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

describe.each(engines)("on %s", (engine) => {
  test("the default payer of installment interest follows the setting, in capability and sources", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const body = { amount: 400000, currency: "THB", type: "installment_wlb_ktc", installment_term: 4 };
    const paidByMerchant = async () => [
      (await gateway.call("GET", "/capability")).json.zero_interest_installments,
      (await gateway.call("POST", "/sources", { body })).json.zero_interest_installments,
    ];
    expect(await paidByMerchant()).toEqual([false, false]);
    expect((await owner.test.post("/settings", { zero_interest_installments: true })).json).toMatchObject({
      object: "settings",
      zero_interest_installments: true,
    });
    expect(await paidByMerchant()).toEqual([true, true]);
  });

  test("the API version holds for answers and for events from then on", async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
    const owner = await signedIn(gateway, "owner");
    await kplusCharge(gateway);
    await owner.test.post("/settings", { api_version: "2017-11-02" });
    expect((await kplusCharge(gateway)).headers.get("omise-version")).toBe("2017-11-02");
    await gateway.advance(0);
    const forms = (await receiver.arrived(2)).map(({ json }) => ("created_at" in json ? "2019-05-29" : "2017-11-02"));
    expect(forms.sort()).toEqual(["2017-11-02", "2019-05-29"]);
  });

  test("3-D Secure for plain cards and the name that payers read are settings too; what is not named stays", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    await owner.test.post("/settings", { name: "ร้านกาแฟ" });
    await owner.test.post("/settings", { three_d_secure: true });
    const { json: charge } = await cardCharge(gateway, { return_uri: "https://shop.example/done" });
    expect(charge.status).toBe("pending");
    expect(await (await fetch((await kplusCharge(gateway)).json.authorize_uri)).text()).toContain("ร้านกาแฟ");
    expect((await owner.test.get("/settings")).json).toEqual({
      object: "settings",
      name: "ร้านกาแฟ",
      api_version: "2019-05-29",
      api_versions: ["2014-07-27", "2015-11-17", "2017-11-02", "2019-05-29"],
      zero_interest_installments: false,
      three_d_secure: true,
      auto_activate_recipients: false,
      billing: null,
      color: null,
      logo_uri: null,
    });
    expect((await owner.live.get("/settings")).json).toMatchObject({ name: "Demo Shop", three_d_secure: false });
  });
});

test("a developer changes settings in test mode and is refused in live mode; nonsense is refused by name", async () => {
  const gateway = await aGateway();
  const developer = await signedIn(gateway, "developer");
  expect((await developer.test.post("/settings", { name: "Mine" })).status).toBe(200);
  expect((await developer.live.post("/settings", { name: "Mine" })).status).toBe(403);
  const wrong = await developer.test.post("/settings", { api_version: "2011-01-01", three_d_secure: "perhaps" });
  expect(wrong.json.message).toBe(
    "api_version must be 2014-07-27, 2015-11-17, 2017-11-02 or 2019-05-29 and three_d_secure must be true or false",
  );
});
