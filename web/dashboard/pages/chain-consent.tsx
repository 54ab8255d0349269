import type { AllowedChainAnswer, ChainConsentAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { Go, useSearchParts } from "../navigation.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { chainsTexts } from "../texts/chains.ts";
import { keyTexts } from "../texts/keys.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Empty, Refused } from "../ui/state.tsx";

/** Where a merchant reads what a platform could do for them, and allows it. */
export function ChainConsent() {
  const t = useTexts(chainsTexts);
  const [{ platform = "" }] = useSearchParts();
  const nowhere = (
    <Empty title={t.title} icon="chains">
      {t.nowhere}
    </Empty>
  );
  return platform === "" ? nowhere : <Asked platform={platform} nowhere={nowhere} />;
}

function Asked({ platform, nowhere }: { platform: string; nowhere: React.ReactNode }) {
  const answer = useAnswer<ChainConsentAnswer>(`chain-consent/${platform}`);
  return (
    <Answered answer={answer} lines={8} missing={nowhere}>
      {(consent) => <Consent consent={consent} />}
    </Answered>
  );
}

function Consent({ consent: { platform, permissions, allowed } }: { consent: ChainConsentAnswer }) {
  const t = useTexts(chainsTexts);
  const { resources, grants } = useTexts(keyTexts);
  const [{ state }] = useSearchParts();
  const allow = useAct<{ platform: string }, AllowedChainAnswer>("chain-consent", {
    refreshes: ["chain-consent", "keys"],
    onDone: ({ chain, return_uri }) => {
      if (return_uri !== null) window.location.assign(wayBack(return_uri, chain, state));
    },
  });
  return (
    <>
      <PageHead title={t.allowTitle(platform.name)} lead={t.allowLead(platform.email)} />
      <Sheets>
        <Section title={t.could} lead={t.couldHint}>
          <Facts facts={Object.entries(permissions).map(([name, grant]) => [resources[name] ?? name, grants[grant]])} />
        </Section>
        <Section>
          {allowed ? (
            <p>
              {t.allowed(platform.name)} <Go to="/keys">{t.toKeys}</Go>
            </p>
          ) : (
            <ActButton
              right="secret_keys"
              loading={allow.isPending}
              onClick={() => allow.mutate({ platform: platform.id })}
            >
              {t.allow}
            </ActButton>
          )}
          <Refused error={allow.error} />
        </Section>
      </Sheets>
    </>
  );
}

/** The platform's address with what it needs to know: the chain, and the state that it gave. */
function wayBack(uri: string, chain: string, state: string | undefined): string {
  const address = new URL(uri);
  address.searchParams.set("chain", chain);
  if (state !== undefined) address.searchParams.set("state", state);
  return address.href;
}
