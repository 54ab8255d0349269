import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { type Seat, signedIn } from "../kit/dashboard.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";
import { aGatewayWithCharges } from "../kit/many-charges.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

const idsOf = (data: { id: string }[]): string[] => data.map(({ id }) => id);

const found = async (seat: Seat, query: Record<string, string>): Promise<string[]> =>
  idsOf((await seat.test.get(`/search/charges?${new URLSearchParams(query)}`)).json.data);

describe.each(engines)("on %s", (engine) => {
  test("filters find what they say, alone and together", async () => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "viewer");
    const { json: card } = await cardCharge(gateway, {
      description: "Blue shirt",
      metadata: { order: "A-1", size: 42 },
    });
    await gateway.advance(minutes(1));
    const { json: ktc } = await installmentCharge(gateway, { metadata: { order: "A-10", note: '100% "cotton"' } });
    await gateway.advance(minutes(1));
    const { json: kplus } = await kplusCharge(gateway, {
      description: "สีน้ำเงิน",
      metadata: { nested: { order: "A-1" } },
    });
    await gateway.advance(minutes(1));
    const { json: failed } = await kplusCharge(gateway);
    await gateway.call("POST", `/charges/${failed.id}/mark_as_failed`);

    const all = [failed.id, kplus.id, ktc.id, card.id];
    expect(await found(seat, {})).toEqual(all);
    const expected: [Record<string, string>, string[]][] = [
      [{ status: "successful" }, [card.id]],
      [{ status: "pending" }, [kplus.id, ktc.id]],
      [{ method: "mobile_banking_kbank" }, [failed.id, kplus.id]],
      [{ method: "installment_wlb" }, [ktc.id]],
      [{ bank: "ktc" }, [ktc.id]],
      [{ bank: "kbank", status: "failed" }, [failed.id]],
      [{ bank: "ktc", method: "card" }, []],
      [{ bank: "nowhere" }, []],
      [{ term: "4" }, [ktc.id]],
      [{ term: "40" }, []],
      [{ amount_from: "150000" }, [failed.id, kplus.id, ktc.id]],
      [{ amount_from: "100000", amount_to: "150000" }, [failed.id, kplus.id, card.id]],
      [{ from: "2026-01-15T03:01:00Z", to: "2026-01-15T03:02:00Z" }, [kplus.id, ktc.id]],
      [{ metadata_key: "order" }, [ktc.id, card.id]],
      [{ metadata_key: "order", metadata_value: "A-1" }, [card.id]],
      [{ metadata_value: "A-1" }, [card.id]],
      [{ metadata_key: "size", metadata_value: "42" }, [card.id]],
      [{ metadata_key: "note", metadata_value: '100% "cotton"' }, [ktc.id]],
      [{ metadata_key: "o_der" }, []],
      [{ q: "blue SHIRT" }, [card.id]],
      [{ q: "น้ำเงิน" }, [kplus.id]],
      [{ q: "100%" }, [ktc.id]],
      [{ q: "4242" }, [ktc.id, card.id]],
      [{ q: "nothing of the kind" }, []],
      [{ q: "1000" }, [card.id]],
      [{ q: "฿1,500.00" }, [failed.id, kplus.id]],
      [{ q: "4,000 บาท" }, [ktc.id]],
      [{ q: "1000.01" }, []],
      [{ q: "somchai PRA" }, [ktc.id, card.id]],
      [{ q: "lastDigits" }, []],
    ];
    for (const [query, ids] of expected) expect(await found(seat, query), JSON.stringify(query)).toEqual(ids);
  });

  test("a charge is found by its own id and by those of whatever belongs to it", async () => {
    const gateway = await aGateway({ engine });
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const seat = await signedIn(gateway, "owner");
    const { json: card } = await cardCharge(gateway);
    const { json: refund } = await seat.test.post(`/charges/${card.id}/refunds`, { amount: 1_000 });
    const { json: kplus } = await kplusCharge(gateway);
    await gateway.call("POST", `/charges/${kplus.id}/mark_as_paid`);
    await gateway.advance(0);
    const { json: overview } = await seat.test.get(`/charges/${kplus.id}/overview`);
    const of = (kind: string) => overview.timeline.filter((item: { kind: string }) => item.kind === kind);
    const { json: event } = await seat.test.get(`/events/${of("event")[0].reference}/deliveries`);
    const approval = await findCharge(gateway.gateway.store, card.id); // the API shows none in test mode
    const stored = await findCharge(gateway.gateway.store, card.id);

    const names: [string, string][] = [
      [card.id, card.id],
      [stored?.token ?? "", card.id],
      [card.transaction, card.id],
      [refund.id, card.id],
      [refund.transaction, card.id],
      [approval?.approvalCode, card.id],
      [`https://shop.example/charges/${card.id}?x=1`, card.id],
      [`${card.id}/capture/1`, card.id],
      [kplus.source.id, kplus.id],
      [kplus.source.provider_references.reference_number_1, kplus.id],
      [of("bank").at(-1).details.bank_reference, kplus.id],
      [event.event.id, kplus.id],
      [event.deliveries[0].id, kplus.id],
      [event.deliveries[0].tries[0].id, kplus.id],
      [kplus.authorize_uri, kplus.id],
    ];
    for (const [q, id] of names) {
      expect(await found(seat, { q }), q).toEqual([id]);
      expect(
        (await seat.live.get(`/search/charges?${new URLSearchParams({ q })}`)).json.data,
        `${q} of another account`,
      ).toEqual([]);
    }
  });

  test("page after page, nothing is skipped or repeated while charges go on arriving, though many have the same time", async () => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "viewer");
    for (let count = 0; count < 12; count += 1) {
      await kplusCharge(gateway);
      if (count % 4 === 3) await gateway.advance(seconds(1));
    }
    const before = await found(seat, { limit: "100" });
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const { json } = await seat.test.get(`/search/charges?limit=5${next && `&before=${next}`}`);
      seen.push(...idsOf(json.data));
      next = json.next;
      await kplusCharge(gateway);
    }
    expect(seen).toEqual(before);
    expect(seen).toHaveLength(12);
  });

  test("a filter that lets nothing through says how far it came, and goes on to the end", {
    timeout: 60_000,
  }, async () => {
    const gateway = await aGatewayWithCharges(engine, 45_000);
    const seat = await signedIn(gateway, "viewer");
    let next: string | null = "";
    const reached: string[] = [];
    while (next !== null) {
      const { json, status }: { json: { data: unknown[]; next: string | null; searched_to: string }; status: number } =
        await seat.test.get(`/search/charges?metadata_key=none${next && `&before=${next}`}`);
      expect([status, json.data]).toEqual([200, []]);
      next = json.next;
      if (next) reached.push(json.searched_to);
    }
    expect(reached).toEqual(["2026-01-14T21:26:41Z", "2026-01-14T15:53:21Z"]);

    const oldest = await seat.test.get(`/search/charges?q=${gateway.oldest}`);
    expect(idsOf(oldest.json.data)).toEqual([gateway.oldest]);
    const { json: last } = await seat.test.get(
      `/search/charges?q=copy%2044999&before=${Date.parse("2026-01-14T15:53:21Z")}.x`,
    );
    expect([last.data.length, last.next]).toEqual([1, null]);
  });
});

test("a cursor that no answer has given out is refused", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  for (const before of ["1", "x.y", "1.", "99999999999999999.chrg", "1.a'b"]) {
    const { status, json } = await seat.test.get(`/search/charges?before=${encodeURIComponent(before)}`);
    expect([status, json.code], before).toEqual([400, "bad_request"]);
  }
});

test("while a search looks through many charges in its own thread, payments go on", { timeout: 60_000 }, async () => {
  const gateway = await aGatewayWithCharges("sqlite", 45_000);
  const seat = await signedIn(gateway, "viewer");
  const searches = Array.from({ length: 5 }, () => seat.test.get("/search/charges?metadata_key=none"));
  const paid = await kplusCharge(gateway);
  expect(paid.status).toBe(200);
  for (const { status } of await Promise.all(searches)) expect(status).toBe(200);
});
