import { expect, test } from "vitest";
import { appLink } from "./app-payment.ts";

const address = "https://pay.example.com/kplus/pay/4MfnXMIwawSp6Oi2";
const android = "Mozilla/5.0 (Linux; Android 15; Pixel 9) Mobile Safari/537.36";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";

test("the link that opens the app has the form of the payer's platform", () => {
  expect(appLink(address, "IOS", iphone)).toBe(address);
  expect(appLink(address, "WEB", android)).toBe(address);
  expect(appLink(address, null, android)).toBe(address);
  expect(appLink(address, "ANDROID", android)).toBe(
    "intent://pay.example.com/kplus/pay/4MfnXMIwawSp6Oi2#Intent;scheme=https;action=android.intent.action.VIEW;S.browser_fallback_url=https%3A%2F%2Fpay.example.com%2Fkplus%2Fpay%2F4MfnXMIwawSp6Oi2;end",
  );
});

test("a charge made for Android and opened elsewhere gets the link that works there", () => {
  expect(appLink(address, "ANDROID", iphone)).toBe(address);
});
