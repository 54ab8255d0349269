import { describe } from "vitest";
import { conforms } from "../../../tests/kit/bank-conformance.ts";
import { directDebit } from "./sandbox.ts";

describe("direct debit", () => conforms(directDebit));
