import { openingAccounts } from "../../connectors/kplus/simulator-accounts.ts";
import { html } from "../html.ts";
import type { Language } from "../language.ts";
import type { Page } from "../page.ts";
import { outcomes } from "./phone-acts.ts";
import { money, phoneStyle } from "./screens.ts";
import { accountNames, kplusTexts as texts, waysToFail } from "./texts.ts";

/** GET /kplus: the simulated phone, its accounts at the start, and how to cause each outcome, by hand and by a program. */
export function guidePage(language: Language, base: string): Page {
  const title = texts.bank[language];
  const program = `# what the payer would see
curl ${base}/kplus/payments/$REFERENCE

# the payer decides: ${outcomes.join(", ")}
curl ${base}/kplus/payments/$REFERENCE/decide -d outcome=successful

# your payer's accounts, and their balances as they were
curl ${base}/kplus/accounts -u $SECRET_KEY:
curl -X POST ${base}/kplus/accounts/reset -u $SECRET_KEY:`;
  const misbehaviour = `# target: a reference, the id of a charge or refund, or * for all of yours
curl ${base}/simulators/misbehaviour -u $SECRET_KEY: -d target=$REFERENCE -d fault=never
curl ${base}/simulators/misbehaviour -u $SECRET_KEY:
curl -X DELETE ${base}/simulators/misbehaviour -u $SECRET_KEY: -d target=$REFERENCE`;
  return {
    status: 200,
    language,
    title,
    style: phoneStyle,
    body: html`<main class="sheet notice wide">
<header><p class="merchant">${title}</p><p class="quiet">${texts.simulated[language]}</p></header>
<h1>${title}</h1>
<p>${texts.guideIntro[language]}</p>
<p>${texts.guideStart[language]} ${texts.pinHint[language]}</p>
<h2>${texts.accounts[language]}</h2>
<p>${texts.accountsDetail[language]}</p>
<dl>
${openingAccounts().map(
  ({ key, number, closed, balance }) =>
    html`<div><dt>${accountNames[key][language]} <small>${number}</small></dt><dd>${closed ? texts.closed[language] : money(balance, "THB")}</dd></div>\n`,
)}</dl>
<h2>${texts.howItEnds[language]}</h2>
<dl class="ways">
${Object.entries(waysToFail).map(([code, way]) => html`<div><dt><code>${code}</code></dt><dd>${way[language]}</dd></div>\n`)}</dl>
<h2>${texts.forPrograms[language]}</h2>
<p>${texts.forProgramsDetail[language]}</p>
<pre tabindex="0" role="region" aria-label="${texts.forPrograms[language]}"><code>${program}</code></pre>
<h2>${texts.misbehaviour[language]}</h2>
<p>${texts.misbehaviourDetail[language]}</p>
<pre tabindex="0" role="region" aria-label="${texts.misbehaviour[language]}"><code>${misbehaviour}</code></pre>
</main>`,
  };
}
