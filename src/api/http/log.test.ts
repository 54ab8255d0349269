import { expect, test } from "vitest";
import { pathForLog } from "./log.ts";

test.each([
  ["/charges/chrg_test_5xuy4w91xqz7d1w9u0t/mark_as_paid", "/charges/chrg_test_5xuy4w91xqz7d1w9u0t/mark_as_paid"],
  ["/payments/pay2_test_vn1v0c2o4m8hrxqtoy3/authorize", "/payments/•/authorize"],
  ["/links/link_test_vn1v0c2o4m8hrxqtoy3/charges", "/links/•/charges"],
  ["/link/VN1V0C2O4M8HRXQTOY3/complete", "/link/•/complete"],
  ["/link/VNAVOCZOHMEHRXQTOYZ", "/link/•"],
  ["/link/vnavoczohmehrxqtoyz", "/link/•"],
  ["/tokens/4111111111111111", "/tokens/•"],
  [
    "/disputes/dspt_test_5xuy4w91xqz7d1w9u0t/documents/docu_test_vn1v0c2o4m8hrxqtoy3/downloads/aB3dE6gH9jK2mN5pQ8r",
    "/disputes/dspt_test_5xuy4w91xqz7d1w9u0t/documents/docu_test_vn1v0c2o4m8hrxqtoy3/downloads/•",
  ],
])("of the path %s the log keeps what lets nobody in", (path, kept) => {
  expect(pathForLog(path)).toBe(kept);
});
