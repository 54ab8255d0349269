import { expect, test } from "vitest";
import { aGateway } from "../kit/gateway.ts";
import { aProxy, isThere } from "./proxy.ts";

/** What each runtime needs to be here, and the program that runs on it. */
const runtimes: { name: string; needs: [string, ...string[]]; program: [string, ...string[]] }[] = [
  { name: "fetch of the pinned Node.js", needs: [process.execPath, "-v"], program: [process.execPath, "fetch.mjs"] },
  { name: "an agent on the pinned Node.js", needs: [process.execPath, "-v"], program: [process.execPath, "agent.cjs"] },
  { name: "fetch of the machine's Node.js", needs: ["node", "-v"], program: ["node", "fetch.mjs"] },
  { name: "an agent on the machine's Node.js", needs: ["node", "-v"], program: ["node", "agent.cjs"] },
  { name: "PHP's curl extension", needs: ["php", "-r", "curl_init() or exit(1);"], program: ["php", "account.php"] },
  {
    name: "Python's requests",
    needs: ["python3", "-c", "import requests"],
    program: ["python3", "account_requests.py"],
  },
  { name: "Python's urllib", needs: ["python3", "-c", "import ssl"], program: ["python3", "account_urllib.py"] },
  { name: "Ruby's net/http", needs: ["ruby", "-r", "net/http", "-e", ""], program: ["ruby", "account.rb"] },
  { name: "Go's net/http", needs: ["go", "version"], program: ["go", "run", "account.go"] },
  { name: "Java's HttpClient", needs: ["java", "--version"], program: ["java", "Account.java"] },
];

for (const { name, needs, program } of runtimes)
  test(`${name} reaches the gateway under the original's name`, async ({ skip }) => {
    const [runtime, ...words] = needs;
    if (!isThere(runtime, ...words)) skip(`${runtime} is not on this machine, or not all that the program needs`);
    const gateway = await aGateway();
    const proxy = await aProxy(gateway);
    const { stdout } = await proxy.run(...program);
    expect(stdout.trim()).toBe("owner@example.com");
  });

test("curl and the official Node.js library reach it with no option set", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy(gateway);
  const { stdout } = await proxy.run("curl", "-s", "https://api.omise.co/account", "-u", `${gateway.secretKey}:`);
  expect(JSON.parse(stdout)).toMatchObject({ object: "account", email: "owner@example.com" });
  for (const node of [process.execPath, "node"])
    expect((await proxy.run(node, "library.cjs")).stdout).toBe("successful\n");
});

test("omise.js, the payer's pages and checkout sessions are there under their hosts", async () => {
  const proxy = await aProxy(await aGateway());
  const get = async (url: string) =>
    (await proxy.run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url)).stdout;
  expect(await get("https://cdn.omise.co/omise.js")).toBe("200");
  expect(await get("https://cdn.omise.co/omise.min.js.gz")).toBe("200");
  expect(await get("https://pay.omise.co/payments/pay2_test_unknown/authorize")).toBe("404");
  expect(await get("https://checkout-page.omise.co/api/sessions/unknown")).toBe("401");
  expect(await get("http://vault.omise.co/")).toBe("200");
});
