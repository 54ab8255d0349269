import { Button, Group, Loader, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRef, useState } from "react";
import { addressOf, type Query } from "../api.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { downloadTexts } from "../texts/download.ts";
import { shellTexts } from "../texts/shell.ts";
import { Icon } from "../ui/icon.tsx";
import { readTable, save } from "./download.ts";

type Stage =
  | { name: "ready" }
  | { name: "running"; rows: number }
  | { name: "saved"; rows: number }
  | { name: "broken" };

/** Button and dialog of the CSV download. Counts rows during the transfer; an incomplete table is not saved. */
export function DownloadCsv({ what, query }: { what: keyof typeof downloadTexts.en.names; query: Query }) {
  const t = useTexts(downloadTexts);
  const shell = useTexts(shellTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [opened, { open, close }] = useDisclosure(false);
  const [stage, setStage] = useState<Stage>({ name: "ready" });
  const running = useRef<AbortController>(null);
  const name = t.names[what];

  const start = async () => {
    const abort = new AbortController();
    running.current = abort;
    setStage({ name: "running", rows: 0 });
    try {
      const { table, rows } = await fetchTable(addressOf(mode, `export/${what}.csv`, query), abort.signal, (rows) =>
        setStage({ name: "running", rows }),
      );
      save(table, `${what}-${mode}-${new Date().toISOString().slice(0, 10)}.csv`);
      setStage({ name: "saved", rows });
    } catch {
      setStage(abort.signal.aborted ? { name: "ready" } : { name: "broken" });
    }
  };
  const leave = () => {
    running.current?.abort();
    setStage({ name: "ready" });
    close();
  };

  return (
    <>
      <Button variant="default" leftSection={<Icon name="download" size={16} />} onClick={open}>
        {t.button}
      </Button>
      <Modal opened={opened} onClose={leave} title={t.title} closeButtonProps={{ "aria-label": shell.close }}>
        <Stack gap="md">
          <p className="quiet">{t.scopes[what]}</p>
          <div role="status" aria-live="polite">
            {stage.name === "running" && (
              <Group gap="sm">
                <Loader size="sm" />
                <span className="number">{t.rows(name, counted(stage.rows, language))}</span>
              </Group>
            )}
            {stage.name === "saved" && t.saved(name, counted(stage.rows, language))}
            {stage.name === "broken" && t.broken}
          </div>
          <Group justify="flex-end" gap="sm">
            {stage.name === "running" ? (
              <Button variant="default" onClick={() => running.current?.abort()}>
                {shell.cancel}
              </Button>
            ) : (
              <>
                <Button variant="default" onClick={leave}>
                  {shell.close}
                </Button>
                <Button onClick={() => void start()}>{stage.name === "saved" ? t.again : t.start}</Button>
              </>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

async function fetchTable(address: string, signal: AbortSignal, tell: (rows: number) => void) {
  const response = await fetch(address, { credentials: "same-origin", signal });
  if (!response.ok || !response.body) throw new Error(`export: ${response.status}`);
  let rows = 0;
  const table = await readTable(response.body, (progress) => {
    rows = progress.rows;
    tell(rows);
  });
  return { table, rows };
}
