import { FileButton, Progress } from "@mantine/core";
import { useState } from "react";
import type { DisputeAnswer, DocumentAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { refresh } from "../queries.ts";
import { disputesTexts } from "../texts/disputes.ts";
import { ActButton } from "../ui/act-button.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Refused } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toast.tsx";
import { changedByDisputes } from "./changed.ts";
import classes from "./disputes.module.css";
import { fileMax, sendFile } from "./upload.ts";

type Sending = { name: string; percent: number };

/** Documents of a dispute; while it is open, members add and delete them. */
export function Evidence({ dispute }: { dispute: DisputeAnswer }) {
  const t = useTexts(disputesTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [removed, remove] = useState<DocumentAnswer | null>(null);
  const open = dispute.status === "open";
  const documents = dispute.documents.data as DocumentAnswer[]; // the shape of a list does not type its items

  const send = async (file: File | null) => {
    if (!file) return;
    setError(file.size > fileMax ? new Error(t.tooLarge(file.name)) : null);
    if (file.size > fileMax) return;
    setSending({ name: file.name, percent: 0 });
    try {
      await sendFile(mode, `disputes/${dispute.id}/documents`, file, (part) =>
        setSending({ name: file.name, percent: Math.floor(part * 100) }),
      );
      say(t.uploaded);
      await refresh(...changedByDisputes);
    } catch (failure) {
      setError(toldPlainly(failure as Error, language)); // nothing else is thrown there
    } finally {
      setSending(null);
    }
  };

  return (
    <Section
      title={t.evidence}
      lead={open ? t.evidenceHint : undefined}
      actions={
        open && (
          <FileButton onChange={(file) => void send(file)} accept="image/jpeg,image/png,application/pdf">
            {({ onClick }) => (
              <ActButton right="disputes" variant="default" disabled={sending !== null} onClick={onClick}>
                {t.choose}
              </ActButton>
            )}
          </FileButton>
        )
      }
    >
      {sending && (
        <div role="status" className={classes.sending}>
          <p>{t.uploading(sending.name, sending.percent)}</p>
          <Progress value={sending.percent} aria-label={t.uploading(sending.name, sending.percent)} />
        </div>
      )}
      <Refused error={error} />
      {documents.length === 0 ? (
        <p className="quiet">{open ? t.noEvidence : t.noneGiven}</p>
      ) : (
        <ul className={classes.documents}>
          {documents.map((document) => (
            <li key={document.id}>
              <span className={classes.name}>{document.filename}</span>
              <span className="quiet small">
                <Time at={document.created_at} />
              </span>
              <span className={classes.acts}>
                {document.download_uri === null ? (
                  <span className="quiet small">{t.erased}</span>
                ) : (
                  <a href={document.download_uri} aria-label={`${t.download}: ${document.filename}`}>
                    {t.download}
                  </a>
                )}
                {open && (
                  <ActButton
                    right="disputes"
                    variant="subtle"
                    size="compact-sm"
                    of={document.filename}
                    onClick={() => remove(document)}
                  >
                    {t.remove}
                  </ActButton>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {removed && <RemoveDialog document={removed} close={() => remove(null)} />}
    </Section>
  );
}

function RemoveDialog({ document, close }: { document: DocumentAnswer; close: () => void }) {
  const t = useTexts(disputesTexts);
  return (
    <DeleteDialog
      path={document.location.slice(1)}
      title={t.removeTitle}
      action={t.remove}
      said={t.removed}
      refreshes={changedByDisputes}
      close={close}
    >
      <p className={classes.name}>{document.filename}</p>
      <p>{t.removeHint}</p>
    </DeleteDialog>
  );
}
