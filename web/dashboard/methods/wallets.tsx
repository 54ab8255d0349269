import type { z } from "zod";
import type { walletsShape } from "../../../src/api/card/wallet.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { methodTexts } from "../texts/methods.ts";
import { timeText } from "../time.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { Answered } from "../ui/state.tsx";
import classes from "./methods.module.css";

type WalletsAnswer = z.output<typeof walletsShape.schema>;

/** Wallets from which cards are taken: each is on or off. */
export function Wallets() {
  const t = useTexts(methodTexts);
  const answer = useAnswer<WalletsAnswer>("wallets");
  return (
    <section className={classes.group}>
      <div className={classes.groupHead}>
        <h2>{t.wallets}</h2>
        <p className="quiet small">{t.walletsLead}</p>
      </div>
      <Answered answer={answer} lines={4}>
        {({ data }) => (
          <div className={classes.grid}>
            {data.map((wallet) => (
              <WalletCard key={wallet.type} wallet={wallet} />
            ))}
          </div>
        )}
      </Answered>
    </section>
  );
}

function WalletCard({ wallet }: { wallet: WalletsAnswer["data"][number] }) {
  const t = useTexts(methodTexts);
  const { language } = useLanguage();
  const { type, enabled, ready } = wallet;
  const name = wallet.name[language];
  const turn = useAct<Record<string, never>>(`wallets/${type}/${enabled ? "disable" : "enable"}`, {
    refreshes: ["wallets", "capability"],
    said: enabled ? t.disabled : t.enabled,
  });
  return (
    <article className={classes.card} aria-label={name}>
      <header className={classes.head}>
        <span className={classes.mark} aria-hidden="true">
          {name
            .split(" ")
            .map((word) => word[0])
            .join("")}
        </span>
        <div className={classes.name}>
          <h3>{name}</h3>
          <code className="quiet">{type}</code>
        </div>
        <Status state={enabled && ready ? "enabled" : "off"} />
      </header>
      {!ready && (
        <p className={classes.unconnected}>
          <Icon name="warning" size={16} /> {t.walletNotReady}
        </p>
      )}
      <footer className={classes.foot}>
        <span className="quiet small">
          {enabled && ready && wallet.enabled_at && t.since(timeText(wallet.enabled_at, "day", language))}
        </span>
        {ready && (
          <ActButton
            right="methods"
            size="xs"
            {...(enabled && { variant: "default" })}
            of={name}
            loading={turn.isPending}
            onClick={() => turn.mutate({})}
          >
            {enabled ? t.disable : t.enable}
          </ActButton>
        )}
      </footer>
    </article>
  );
}
