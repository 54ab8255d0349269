/**
 * Samples of signature verification in the languages of shops. Each sample is a whole file with one function that
 * takes the secret as the dashboard shows it, both headers and the very bytes of the body, and does what src/webhooks/signature.ts does:
 * HMAC-SHA256 over `<timestamp>.<body>`, keyed with the secret's decoded bytes, compared in constant time with each of the signatures.
 */
export const samples = {
  node: {
    label: "Node.js",
    code: `import { createHmac, timingSafeEqual } from "node:crypto";

// rawBody: the bytes as they arrived (in Express: express.raw({ type: "*/*" })).
export function isFromGateway(secret, headers, rawBody) {
  const timestamp = headers["omise-signature-timestamp"] ?? "";
  const signatures = (headers["omise-signature"] ?? "").split(",");
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;

  const expected = createHmac("sha256", Buffer.from(secret, "base64"))
    .update(timestamp + ".")
    .update(rawBody)
    .digest();
  return signatures.some((signature) => {
    const given = Buffer.from(signature.trim(), "hex");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
`,
  },
  python: {
    label: "Python",
    code: `import base64
import hashlib
import hmac
import time


# raw_body: the bytes as they arrived (Flask: request.get_data(), Django: request.body).
def is_from_gateway(secret, headers, raw_body):
    timestamp = headers.get("Omise-Signature-Timestamp", "")
    signatures = headers.get("Omise-Signature", "").split(",")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False

    signed = timestamp.encode() + b"." + raw_body
    expected = hmac.new(base64.b64decode(secret), signed, hashlib.sha256).hexdigest()
    return any(
        hmac.compare_digest(signature.strip().encode(), expected.encode())
        for signature in signatures
    )
`,
  },
  php: {
    label: "PHP",
    code: `<?php
// $rawBody: the bytes as they arrived: file_get_contents('php://input').
// The headers are $_SERVER['HTTP_OMISE_SIGNATURE'] and $_SERVER['HTTP_OMISE_SIGNATURE_TIMESTAMP'].
function isFromGateway(string $secret, string $signatures, string $timestamp, string $rawBody): bool
{
    if (abs(time() - (int) $timestamp) > 300) {
        return false;
    }

    $expected = hash_hmac('sha256', $timestamp . '.' . $rawBody, base64_decode($secret));
    foreach (explode(',', $signatures) as $signature) {
        if (hash_equals($expected, trim($signature))) {
            return true;
        }
    }
    return false;
}
`,
  },
  ruby: {
    label: "Ruby",
    code: `require "openssl"

# raw_body: the bytes as they arrived (Rails: request.raw_post).
def from_gateway?(secret, signatures, timestamp, raw_body)
  return false if (Time.now.to_i - timestamp.to_i).abs > 300

  key = secret.unpack1("m")
  expected = OpenSSL::HMAC.hexdigest("SHA256", key, "#{timestamp}.".b + raw_body.b)
  signatures.to_s.split(",").map(&:strip).any? do |signature|
    signature.bytesize == expected.bytesize && OpenSSL.fixed_length_secure_compare(signature, expected)
  end
end
`,
  },
  java: {
    label: "Java",
    code: `import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class WebhookSignature {
    // rawBody: the bytes as they arrived (Spring: @RequestBody byte[]). Java 17 or newer.
    public static boolean isFromGateway(String secret, String signatures, String timestamp, byte[] rawBody)
            throws GeneralSecurityException {
        if (!timestamp.matches("[0-9]{1,12}")) return false;
        long age = System.currentTimeMillis() / 1000 - Long.parseLong(timestamp);
        if (Math.abs(age) > 300) return false;

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
        mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        byte[] expected = HexFormat.of().formatHex(mac.doFinal(rawBody)).getBytes(StandardCharsets.US_ASCII);
        for (String signature : signatures.split(",")) {
            if (MessageDigest.isEqual(expected, signature.trim().getBytes(StandardCharsets.US_ASCII))) return true;
        }
        return false;
    }
}
`,
  },
  go: {
    label: "Go",
    code: `package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// IsFromGateway tells whether an event is the gateway's. rawBody is what io.ReadAll(request.Body) gave.
func IsFromGateway(secret string, header http.Header, rawBody []byte) bool {
	timestamp := header.Get("Omise-Signature-Timestamp")
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > 5*time.Minute {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(secret)
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(timestamp + "."))
	mac.Write(rawBody)
	expected := mac.Sum(nil)
	for _, signature := range strings.Split(header.Get("Omise-Signature"), ",") {
		given, err := hex.DecodeString(strings.TrimSpace(signature))
		if err == nil && hmac.Equal(given, expected) {
			return true
		}
	}
	return false
}
`,
  },
} as const;

export type SampleName = keyof typeof samples;
export const sampleNames = Object.keys(samples) as SampleName[]; // the table has no other keys
