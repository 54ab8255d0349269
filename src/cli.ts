import { readConfig } from "./config.ts";
import { serve } from "./main.ts";
import { shownKeys } from "./operations/account.ts";

const running = await serve(readConfig());
const [account] = await running.gateway.store.account.all();
if (account) console.log(running.url, await shownKeys(running.gateway, account));
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void running.close().then(() => process.exit(0)));
