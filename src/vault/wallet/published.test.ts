import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { reveal } from "../../domain/base/secret.ts";
import { openApplePay } from "./apple-pay.ts";
import { openGooglePay } from "./google-pay.ts";

/** Payments that others made, so that no mistake of ours can be on both sides. The keys to them are published, and their cards are test cards. */

const privateKey = (base64: string, type: "pkcs8" | "sec1") =>
  createPrivateKey({ key: Buffer.from(base64, "base64"), format: "der", type });

/** Sealed by Google's library Tink with the keys of its own tests. Source: yoyowallet/google-pay-token-decryption, tests. */
const tink = {
  root: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/1+3HBVSbdv+j7NaArdgMyoSAM43yRydzqdg1TxodSzA96Dj4Mc1EiKroxxunavVIvdxGnJeFViTzFvzFRxyCw==",
  recipient: "someRecipient",
  privateKey:
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCPSuFr4iSIaQprjjchHPyDu2NXFe0vDBoTpPkYaK9dehRANCAATnaFz/vQKuO90pxsINyVNWojabHfbx9qIJ6uD7Q7ZSxmtyo/Ez3/o2kDT8g0pIdyVIYktCsq65VoQIDWSh2Bdm",
  token: {
    signature: "MEYCIQCbtFh9UIf1Ty3NKZ2z0ZmL0SHwR30uiRGuRXk9ghpyrwIhANiZQ0Df6noxkQ6M652PcIPkk2m1PQhqiq4UhzvPQOYf",
    intermediateSigningKey: {
      signedKey:
        '{"keyValue":"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/1+3HBVSbdv+j7NaArdgMyoSAM43yRydzqdg1TxodSzA96Dj4Mc1EiKroxxunavVIvdxGnJeFViTzFvzFRxyCw==","keyExpiration":"1879409613939"}',
      signatures: ["MEQCIFBle+JsfsovRBeoFEYKWFAeBYFAhq0S+GtusiosjV4lAiAGcK9qfVpnqG6Hw8cbGBQ79beiAs6IIkBxBfeKDBR+kA=="],
    },
    protocolVersion: "ECv2",
    signedMessage:
      '{"encryptedMessage":"PeYi+ZnJs1Gei1dSOkItdfFG8Y81FvEI7dHE0sSrSU6OPnndftV/qDbbmXHmppoyP/2lhF+XsH93qzD3u46BRnxxPtetzGT0533rIraskTj8SZ6FVYY1Opfo7FECGk57FfF8aDaCSOoyTh1k0v6wdxVwEVvWqG1T/ij+u2KWOw5G1WSB/RVicni0Az13ModYb0KMdMws1USKlWxBfKU5PtxibVx4fZ95HYQ82qgHlV4ToKaUY7YWud1iEspmFsBMk0nh4t1hVxRzsxKUjMV1915qD5yq7k5n9YPao2mR9NJgLPDktsc4uf9bszzvnqhz3T1YID43QwX16yCyn/YxNVe3dJ1+S+BGyJ+vyKXp+Zh4SlIua2NFLwnR06Es3Kvl6LlOGasoPC/tMAWYLQlGsl+vHK3mrMZjC6KbOsXg+2mrlZwL+QOt3ih2jIPe","ephemeralPublicKey":"BD6pQKpy7yDebAX4qV0u/AfMYNQhOD+teyoa/5SsxwTGCoC1ZKHxNMb5BXvRmBcYGPNTx8+fAkEwzJ8GqbX/Q7E=","tag":"8gFteCvCuamX1RmL7ORdHqleyBf0N55OfAs80RYGgwc="}',
  },
};

/** Made by Apple for a merchant of its sandbox on 2023-03-07. Source: spreedly/gala, test/fixtures, with the key of its certificate before. */
const apple = {
  root: "MIICQzCCAcmgAwIBAgIILcX8iNLFS5UwCgYIKoZIzj0EAwMwZzEbMBkGA1UEAwwSQXBwbGUgUm9vdCBDQSAtIEczMSYwJAYDVQQLDB1BcHBsZSBDZXJ0aWZpY2F0aW9uIEF1dGhvcml0eTETMBEGA1UECgwKQXBwbGUgSW5jLjELMAkGA1UEBhMCVVMwHhcNMTQwNDMwMTgxOTA2WhcNMzkwNDMwMTgxOTA2WjBnMRswGQYDVQQDDBJBcHBsZSBSb290IENBIC0gRzMxJjAkBgNVBAsMHUFwcGxlIENlcnRpZmljYXRpb24gQXV0aG9yaXR5MRMwEQYDVQQKDApBcHBsZSBJbmMuMQswCQYDVQQGEwJVUzB2MBAGByqGSM49AgEGBSuBBAAiA2IABJjpLz1AcqTtkyJygRMc3RCV8cWjTnHcFBbZDuWmBSp3ZHtfTjjTuxxEtX/1H7YyYl3J6YRbTzBPEVoA/VhYDKX1DyxNB0cTddqXl5dvMVztK517IDvYuVTZXpmkOlEKMaNCMEAwHQYDVR0OBBYEFLuw3qFYM4iapIqZ3r6966/ayySrMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49BAMDA2gAMGUCMQCD6cHEFl4aXTQY2e3v9GwOAEZLuN+yRhHFD/3meoyhpmvOwgPUnPWTxnS4at+qIxUCMG1mihDK1A3UT82NQz60imOlM27jbdoXt2QfyFMm+YhidDkLF1vLUagM6BgD56KyKA==",
  identifier: "merchant.test.spreedly.123merchant",
  privateKey:
    "MHcCAQEEICmvB7bzRczaJX05lCTK2ueRVRAAivM/CgbHyOaIcqW1oAoGCCqGSM49AwEHoUQDQgAE4pUGHJqfJCucG40MvdGqTwvYRz2N9WvCtOHdtAuNf1vB2MPZyLsqU32Z3a5z1WcWK6OHmfDDSqOrfQq7UXlQgA==",
  signedAt: Date.parse("2023-03-07T05:33:48Z"),
  token: {
    data: "Yq0ppjc3Icp4d3k8qYo5i4xcx5Oqo2Lae8aT7I2QMZ4wEv7qk37L1KLFESUhiDvxYicIlNLusZ42bxlmWbRnMzLbAXQrY1NusGviKQojDKs1jpoW7vI/XXLqJWV0wIihc3+BUk6uSUOX1kTshmLnGj6aAHPmGV83J5p+826YXVLjTP562okqKUmhScJm6yJV7aMfQCvGQKGU7UhvbUVQHJILG1auAjMNuDtAMJzlSJSE2ZVdqOJKMAMKO/aNu0hvU284YlMo1UcfUYCGWANeSLE2lNo2KE8ZEkwHTDAL/F6jzCiW7I8+DUyWNg0A0xF8XQOUfAVOMjYANF3Tw7ys7QPcqtkbY+R2KSGwpQjlt5EhWG45lIDbAD29LfKssc3BQLDcXhAPngYUB4Rv",
    signature:
      "MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBAACggDCCA+MwggOIoAMCAQICCEwwQUlRnVQ2MAoGCCqGSM49BAMCMHoxLjAsBgNVBAMMJUFwcGxlIEFwcGxpY2F0aW9uIEludGVncmF0aW9uIENBIC0gRzMxJjAkBgNVBAsMHUFwcGxlIENlcnRpZmljYXRpb24gQXV0aG9yaXR5MRMwEQYDVQQKDApBcHBsZSBJbmMuMQswCQYDVQQGEwJVUzAeFw0xOTA1MTgwMTMyNTdaFw0yNDA1MTYwMTMyNTdaMF8xJTAjBgNVBAMMHGVjYy1zbXAtYnJva2VyLXNpZ25fVUM0LVBST0QxFDASBgNVBAsMC2lPUyBTeXN0ZW1zMRMwEQYDVQQKDApBcHBsZSBJbmMuMQswCQYDVQQGEwJVUzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMIVd+3r1seyIY9o3XCQoSGNx7C9bywoPYRgldlK9KVBG4NCDtgR80B+gzMfHFTD9+syINa61dTv9JKJiT58DxOjggIRMIICDTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFCPyScRPk+TvJ+bE9ihsP6K7/S5LMEUGCCsGAQUFBwEBBDkwNzA1BggrBgEFBQcwAYYpaHR0cDovL29jc3AuYXBwbGUuY29tL29jc3AwNC1hcHBsZWFpY2EzMDIwggEdBgNVHSAEggEUMIIBEDCCAQwGCSqGSIb3Y2QFATCB/jCBwwYIKwYBBQUHAgIwgbYMgbNSZWxpYW5jZSBvbiB0aGlzIGNlcnRpZmljYXRlIGJ5IGFueSBwYXJ0eSBhc3N1bWVzIGFjY2VwdGFuY2Ugb2YgdGhlIHRoZW4gYXBwbGljYWJsZSBzdGFuZGFyZCB0ZXJtcyBhbmQgY29uZGl0aW9ucyBvZiB1c2UsIGNlcnRpZmljYXRlIHBvbGljeSBhbmQgY2VydGlmaWNhdGlvbiBwcmFjdGljZSBzdGF0ZW1lbnRzLjA2BggrBgEFBQcCARYqaHR0cDovL3d3dy5hcHBsZS5jb20vY2VydGlmaWNhdGVhdXRob3JpdHkvMDQGA1UdHwQtMCswKaAnoCWGI2h0dHA6Ly9jcmwuYXBwbGUuY29tL2FwcGxlYWljYTMuY3JsMB0GA1UdDgQWBBSUV9tv1XSBhomJdi9+V4UH55tYJDAOBgNVHQ8BAf8EBAMCB4AwDwYJKoZIhvdjZAYdBAIFADAKBggqhkjOPQQDAgNJADBGAiEAvglXH+ceHnNbVeWvrLTHL+tEXzAYUiLHJRACth69b1UCIQDRizUKXdbdbrF0YDWxHrLOh8+j5q9svYOAiQ3ILN2qYzCCAu4wggJ1oAMCAQICCEltL786mNqXMAoGCCqGSM49BAMCMGcxGzAZBgNVBAMMEkFwcGxlIFJvb3QgQ0EgLSBHMzEmMCQGA1UECwwdQXBwbGUgQ2VydGlmaWNhdGlvbiBBdXRob3JpdHkxEzARBgNVBAoMCkFwcGxlIEluYy4xCzAJBgNVBAYTAlVTMB4XDTE0MDUwNjIzNDYzMFoXDTI5MDUwNjIzNDYzMFowejEuMCwGA1UEAwwlQXBwbGUgQXBwbGljYXRpb24gSW50ZWdyYXRpb24gQ0EgLSBHMzEmMCQGA1UECwwdQXBwbGUgQ2VydGlmaWNhdGlvbiBBdXRob3JpdHkxEzARBgNVBAoMCkFwcGxlIEluYy4xCzAJBgNVBAYTAlVTMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8BcRhBnXZIXVGl4lgQd26ICi7957rk3gjfxLk+EzVtVmWzWuItCXdg0iTnu6CP12F86Iy3a7ZnC+yOgphP9URaOB9zCB9DBGBggrBgEFBQcBAQQ6MDgwNgYIKwYBBQUHMAGGKmh0dHA6Ly9vY3NwLmFwcGxlLmNvbS9vY3NwMDQtYXBwbGVyb290Y2FnMzAdBgNVHQ4EFgQUI/JJxE+T5O8n5sT2KGw/orv9LkswDwYDVR0TAQH/BAUwAwEB/zAfBgNVHSMEGDAWgBS7sN6hWDOImqSKmd6+veuv2sskqzA3BgNVHR8EMDAuMCygKqAohiZodHRwOi8vY3JsLmFwcGxlLmNvbS9hcHBsZXJvb3RjYWczLmNybDAOBgNVHQ8BAf8EBAMCAQYwEAYKKoZIhvdjZAYCDgQCBQAwCgYIKoZIzj0EAwIDZwAwZAIwOs9yg1EWmbGG+zXDVspiv/QX7dkPdU2ijr7xnIFeQreJ+Jj3m1mfmNVBDY+d6cL+AjAyLdVEIbCjBXdsXfM4O5Bn/Rd8LCFtlk/GcmmCEm9U+Hp9G5nLmwmJIWEGmQ8Jkh0AADGCAYcwggGDAgEBMIGGMHoxLjAsBgNVBAMMJUFwcGxlIEFwcGxpY2F0aW9uIEludGVncmF0aW9uIENBIC0gRzMxJjAkBgNVBAsMHUFwcGxlIENlcnRpZmljYXRpb24gQXV0aG9yaXR5MRMwEQYDVQQKDApBcHBsZSBJbmMuMQswCQYDVQQGEwJVUwIITDBBSVGdVDYwCwYJYIZIAWUDBAIBoIGTMBgGCSqGSIb3DQEJAzELBgkqhkiG9w0BBwEwHAYJKoZIhvcNAQkFMQ8XDTIzMDMwNzA1MzM0OFowKAYJKoZIhvcNAQk0MRswGTALBglghkgBZQMEAgGhCgYIKoZIzj0EAwIwLwYJKoZIhvcNAQkEMSIEIJXg9laO8GZQ3e7qotaBAiW3XANtPVYAITW0e2zuBgV6MAoGCCqGSM49BAMCBEYwRAIgI9sl0DG8DMwK75+/oCkajtBCDl45I1eNKAe3nXqfmDMCIBfRX9INGxJV/oPuAQRG9cDycP5ygAsFfWF/pgsLCC76AAAAAAAA",
    header: {
      publicKeyHash: "+9VwJrqieiPF2ZRB0xHFYhgQ6RYza5hfrVLpdB1KtKI=",
      ephemeralPublicKey:
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEOCAXb0lgOyGSfC2Z/0zeB6ibdUrI6Il7x7gIyigIRBVqwQMLus7vXzhQG331GRA0bdZeIfGkiYdN+pNtCay9DQ==",
      transactionId: "117a9854c5886bdff1815c06ae695c171bc22b1e37994ad9fbe77a3efb868034",
    },
    version: "EC_v1",
  },
};

const googleKeys = {
  roots: [createPublicKey({ key: Buffer.from(tink.root, "base64"), format: "der", type: "spki" })],
  recipient: tink.recipient,
  privateKeys: [privateKey(tink.privateKey, "pkcs8")],
};

const appleKeys = {
  root: new X509Certificate(Buffer.from(apple.root, "base64")),
  merchants: [{ identifier: apple.identifier, privateKey: privateKey(apple.privateKey, "sec1") }],
};

describe("Google Pay", () => {
  const before = Date.parse("2026-01-01T00:00:00Z");

  test("opens what Tink has sealed", () => {
    const { number, ...card } = openGooglePay(JSON.stringify(tink.token), googleKeys, before);
    expect(reveal(number)).toBe("4111111111111111");
    expect(card).toMatchObject({ expirationMonth: 12, expirationYear: 2026, cryptogram: null, merchant: null });
    expect(card.reference).toMatch(/^AH2EjtfkY514K5lmPF4NOP9lMR5tPedsjQR719hIzI/);
  });

  test("refuses it for another recipient", () => {
    const other = { ...googleKeys, recipient: "somebodyElse" };
    expect(() => openGooglePay(JSON.stringify(tink.token), other, before)).toThrow("is not signed by the wallet");
  });

  test("refuses it once the key that signed it has expired", () => {
    const after = 1_879_409_613_939;
    expect(() => openGooglePay(JSON.stringify(tink.token), googleKeys, after)).toThrow("has expired");
    expect(openGooglePay(JSON.stringify(tink.token), googleKeys, after - 1).expirationMonth).toBe(12);
  });
});

describe("Apple Pay", () => {
  test("opens what Apple has signed and sealed", () => {
    const { number, cryptogram, ...card } = openApplePay(JSON.stringify(apple.token), appleKeys, apple.signedAt);
    expect(reveal(number)).toBe("5204240499131816");
    expect(cryptogram && reveal(cryptogram.value)).toBe("ACzDecEz6RgBAAHHXCiMAoABFA==");
    expect(cryptogram?.eci, "MasterCard gives none").toBeNull();
    expect(card).toMatchObject({ expirationMonth: 4, expirationYear: 2026, name: null });
    expect(card.reference).toBe(apple.token.header.transactionId);
  });

  test.each([
    ["another transaction", { header: { ...apple.token.header, transactionId: "00".repeat(32) } }],
    ["application data that was not signed", { header: { ...apple.token.header, applicationData: "ab".repeat(32) } }],
    ["other data", { data: `AAAA${apple.token.data.slice(4)}` }],
  ])("refuses %s under its signature", (_, changed) => {
    const token = JSON.stringify({ ...apple.token, ...changed });
    expect(() => openApplePay(token, appleKeys, apple.signedAt)).toThrow("is not signed by the wallet");
  });

  test("refuses it more than five minutes later", () => {
    const later = (ms: number) => () => openApplePay(JSON.stringify(apple.token), appleKeys, apple.signedAt + ms);
    expect(later(300_000)).not.toThrow();
    expect(later(300_001)).toThrow("has expired");
  });

  test("refuses it for a merchant with another key", () => {
    const other = {
      ...appleKeys,
      merchants: [{ identifier: apple.identifier, privateKey: privateKey(tink.privateKey, "pkcs8") }],
    };
    expect(() => openApplePay(JSON.stringify(apple.token), other, apple.signedAt)).toThrow("is for another merchant");
  });

  test("refuses it for a merchant of another name", () => {
    const other = {
      ...appleKeys,
      merchants: appleKeys.merchants.map((ours) => ({ ...ours, identifier: "merchant.b" })),
    };
    expect(() => openApplePay(JSON.stringify(apple.token), other, apple.signedAt)).toThrow("cannot be decrypted");
  });
});
