import { OneTimeCodes } from "../account/one-time-codes.tsx";
import { Password } from "../account/password.tsx";
import { Profile } from "../account/profile.tsx";
import { Sessions } from "../account/sessions.tsx";
import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { accountTexts } from "../texts/account.ts";
import { PageHead, Sheets } from "../ui/layout.tsx";

/** Settings of the signed-in member. */
export function Account() {
  const t = useTexts(accountTexts);
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      <Sheets>
        <Profile />
        <Password />
        <OneTimeCodes />
        <Sessions />
      </Sheets>
    </>
  );
}
