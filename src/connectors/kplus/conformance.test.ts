import { describe } from "vitest";
import { conforms } from "../../../tests/kit/bank-conformance.ts";
import { kplus } from "./sandbox.ts";

describe("K PLUS", () => conforms(kplus));
