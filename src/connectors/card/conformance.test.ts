import { describe } from "vitest";
import { conforms } from "../../../tests/kit/bank-conformance.ts";
import { cardAcquirer } from "./sandbox.ts";

describe("the card acquirer", () => conforms(cardAcquirer));
