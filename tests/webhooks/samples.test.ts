import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { newWebhookSecret, sign } from "../../src/webhooks/signature.ts";
import { type SampleName, sampleNames, samples } from "../../web/dashboard/webhooks/samples.ts";

/**
 * Programs that run each sample if its language is installed: they call its function with the secret, the signatures, the timestamp
 * and the file of the body from the command line, and print whether the event was accepted.
 */
const drivers: Record<SampleName, { needs: string; files: (code: string) => Record<string, string>; run: string[][] }> =
  {
    node: {
      needs: "node",
      files: (code) => ({
        "check.mjs": `${code}
import { readFileSync } from "node:fs";
const [secret, signatures, timestamp, file] = process.argv.slice(2);
console.log(isFromGateway(secret, { "omise-signature": signatures, "omise-signature-timestamp": timestamp }, readFileSync(file)));`,
      }),
      run: [["node", "check.mjs"]],
    },
    python: {
      needs: "python3",
      files: (code) => ({
        "check.py": `${code}
import sys
_, secret, signatures, timestamp, file = sys.argv
print(str(is_from_gateway(secret, {"Omise-Signature": signatures, "Omise-Signature-Timestamp": timestamp}, open(file, "rb").read())).lower())`,
      }),
      run: [["python3", "check.py"]],
    },
    php: {
      needs: "php",
      files: (code) => ({
        "check.php": `${code}
[, $secret, $signatures, $timestamp, $file] = $argv;
echo isFromGateway($secret, $signatures, $timestamp, file_get_contents($file)) ? 'true' : 'false';`,
      }),
      run: [["php", "check.php"]],
    },
    ruby: {
      needs: "ruby",
      files: (code) => ({
        "check.rb": `${code}
secret, signatures, timestamp, file = ARGV
puts from_gateway?(secret, signatures, timestamp, File.binread(file))`,
      }),
      run: [["ruby", "check.rb"]],
    },
    java: {
      needs: "javac",
      files: (code) => ({
        "WebhookSignature.java": code,
        "Check.java": `class Check {
  public static void main(String[] args) throws Exception {
    byte[] body = java.nio.file.Files.readAllBytes(java.nio.file.Path.of(args[3]));
    System.out.println(WebhookSignature.isFromGateway(args[0], args[1], args[2], body));
  }
}`,
      }),
      run: [
        ["javac", "-encoding", "UTF-8", "Check.java", "WebhookSignature.java"],
        ["java", "Check"],
      ],
    },
    go: {
      needs: "go",
      files: (code) => ({
        "go.mod": "module check\n\ngo 1.21\n",
        "check.go": `${code.replace("package webhook", "package main").replace("import (", 'import (\n\t"fmt"\n\t"os"')}
func main() {
	body, _ := os.ReadFile(os.Args[4])
	header := http.Header{}
	header.Set("Omise-Signature", os.Args[2])
	header.Set("Omise-Signature-Timestamp", os.Args[3])
	fmt.Println(IsFromGateway(os.Args[1], header, body))
}`,
      }),
      run: [["go", "build", "-o", "check"], ["./check"]],
    },
  };

const run = promisify(execFile);
const isInstalled = (program: string) => spawnSync(program, [program === "go" ? "version" : "--version"]).status === 0;

describe.each(sampleNames)("the sample in %s", (name) => {
  const { needs, files, run: steps } = drivers[name];

  test.skipIf(!isInstalled(needs))(
    "takes what one of the secrets signed, and nothing else",
    { timeout: 120_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "chamra-sample-"));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const body = JSON.stringify({ object: "event", description: "ชำระเงิน ✓" });
      const written = { ...files(samples[name].code), "body.json": body, "other.json": `${body} ` };
      for (const [file, text] of Object.entries(written)) await writeFile(join(folder, file), text);
      const [last = [], ...before] = [...steps].reverse();
      for (const [program = "", ...args] of before.reverse()) await run(program, args, { cwd: folder });
      const [program = "", ...first] = last;
      const told = async (secret: string, signatures: string, timestamp: string, file = "body.json") =>
        (await run(program, [...first, secret, signatures, timestamp, file], { cwd: folder })).stdout.trim();

      const [secret, previous] = [newWebhookSecret(), newWebhookSecret()];
      const now = Math.floor(Date.now() / 1_000); // the samples read the real clock
      const signed = sign([secret, previous], now, body);
      const [signature, at] = [signed["omise-signature"], signed["omise-signature-timestamp"]];
      expect(await told(secret, signature, at)).toBe("true");
      expect(await told(previous, signature, at)).toBe("true");
      expect(await told(secret, signature.split(",").join(", "), at)).toBe("true");
      expect(await told(newWebhookSecret(), signature, at)).toBe("false");
      expect(await told(secret, signature, at, "other.json")).toBe("false");
      expect(await told(secret, signature, String(now - 1))).toBe("false");
      const old = sign([secret], now - 3_600, body);
      expect(await told(secret, old["omise-signature"], old["omise-signature-timestamp"])).toBe("false");
      for (const nonsense of ["", "zz", "00"]) expect(await told(secret, nonsense, at)).toBe("false");
      expect(await told(secret, signature, "")).toBe("false");
      expect(await told(secret, signature, "soon")).toBe("false");
    },
  );
});
