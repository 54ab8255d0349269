import { z } from "zod";
import { resources } from "../../src/api/resources.ts";
import { resource } from "../../src/api/wire/resource.ts";
import { wireTime } from "../../src/api/wire/shape.ts";
import * as value from "../../src/api/wire/values.ts";
import { idPrefixes } from "../../src/domain/base/id.ts";
import type { DomainEvent } from "../../src/domain/event/domain-event.ts";
import { eventKeys, eventKinds } from "../../src/domain/event/event.ts";
import { objectTables } from "../../src/domain/objects.ts";
import type { Source } from "../../src/domain/payment/source.ts";

/**
 * A made-up resource, entered into the tables of resources like a real one. Its rows are stored in another resource's table.
 * Must be imported before every module that reads those tables.
 */
const gift = resource<Source>({
  shape: {
    name: "gift",
    schema: z.object({ object: z.literal("gift"), id: value.id("gift"), amount: value.minor, created_at: value.time }),
  },
  older: {},
  load: async ({ store }, { id }, ids) =>
    (await Promise.all(ids.map((each) => store.source.get(id, each)))).filter((found) => found !== undefined),
  present: ({ id, amount, createdAt }) => ({ object: "gift", id, amount, created_at: wireTime(createdAt) }),
});

Object.assign(idPrefixes, { gift: "gift" });
Object.assign(objectTables, { gift: "sources" });
Object.assign(eventKeys, { "gift.create": { about: "gift", when: "Somebody was given something." } });
(eventKinds as string[]).push("gift");
Object.assign(resources, { gift });

/** An event of the made-up resource. */
export const giftCreated = (row: Source) =>
  ({ key: "gift.create", about: { kind: "gift", row } }) as unknown as DomainEvent; // the real ones do not know it
