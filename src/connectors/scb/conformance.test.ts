import { describe } from "vitest";
import { scbUnderTest } from "../../../tests/kit/scb.ts";
import { conformsAsUpstream } from "../../../tests/kit/upstream-conformance.ts";

describe("SCB Open API", () => conformsAsUpstream(scbUnderTest));
