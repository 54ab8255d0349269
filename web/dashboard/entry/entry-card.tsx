import { type ReactNode, useEffect } from "react";
import { LanguageButtons } from "../ui/language-buttons.tsx";
import classes from "./entry-card.module.css";

/** Frame of the pages before sign-in. */
export function EntryCard({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Chamra`;
  }, [title]);
  return (
    <div className={classes.ground}>
      <main className={classes.door}>
        <img src="/pages/icon.svg" alt="" width={40} height={40} />
        <h1>{title}</h1>
        {lead && <p className="quiet">{lead}</p>}
        <div className={classes.content}>{children}</div>
      </main>
      <div className={classes.languages}>
        <LanguageButtons />
      </div>
    </div>
  );
}
