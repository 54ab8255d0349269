import { z } from "zod";
import { days } from "../../domain/base/time.ts";
import { fidelityOf } from "../../operations/shadow/fidelity.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { fidelityShape, presentFidelity } from "./fidelity.shape.ts";

export const fidelityEndpoints = [
  endpoint({
    tag: "Test control",
    auth: "secret",
    resource: "account",
    method: "GET",
    path: "/test/fidelity",
    right: "view",
    summary: "Compare the answers with those of the shadow",
    description:
      "What differed between the answers of this test account and those of the account upstream that each request went to, too. `chamra shadow start` begins it.",
    query: z.object({ since: field.duration("How far back, such as `2h`; a day by default.").optional() }),
    returns: fidelityShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query: { since = days(1) } }) => fidelityOf(gateway, account, since),
    present: presentFidelity,
  }),
];
