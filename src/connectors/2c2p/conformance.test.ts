import { tried2c2p } from "../../../tests/kit/merchant-2c2p.ts";
import { conformsAsUpstream } from "../../../tests/kit/upstream-conformance.ts";

conformsAsUpstream(tried2c2p);
