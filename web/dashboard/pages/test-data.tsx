import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { AccountData } from "../test-data/account-data.tsx";
import { Sandboxes } from "../test-data/sandboxes.tsx";
import { Snapshots } from "../test-data/snapshots.tsx";
import { testDataTexts } from "../texts/test-data.ts";
import { PageHead, Sheets } from "../ui/layout.tsx";

/** Control of test mode: what the account has, what it had, and accounts for one run of tests. */
export function TestData() {
  const t = useTexts(testDataTexts);
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      <Sheets>
        <AccountData />
        <Snapshots />
        <Sandboxes />
      </Sheets>
    </>
  );
}
