import type { ReconciledUpstreamsAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { Go } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { useCan } from "../session.tsx";
import { homeTexts } from "../texts/home.ts";
import { Notice } from "../ui/notice.tsx";

/** Says, in live mode and to who may see it, what somebody has to look at in the days of upstreams: costs that are off the contract by name. */
export function ToReconcile() {
  const t = useTexts(homeTexts);
  const { language } = useLanguage();
  const [can, mode] = [useCan(), useMode()];
  const enabled = can("receipts") && mode === "live";
  const { data } = useAnswer<ReconciledUpstreamsAnswer>("reconciliations/upstreams", { enabled });
  const open = data?.data.filter((upstream) => upstream.open > 0) ?? [];
  return open.map(({ name, label, open: items, off_contract: dearer }) => (
    <Notice key={name} tone="warn">
      {t.toReconcile(label[language], counted(items, language))}{" "}
      {dearer > 0 && <>{t.offContract(counted(dearer, language))} </>}
      <Go to="/reconciliations">{t.seeReconciliations}</Go>
    </Notice>
  ));
}
