import { Button, Group, Loader, Modal, Stack } from "@mantine/core";
import { useRef, useState } from "react";
import { addressOf } from "../api.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { chargesTexts } from "../texts/charges.ts";
import { shellTexts } from "../texts/shell.ts";
import { readTable, save } from "./download.ts";
import { type ChargeFilter, queryOf } from "./filter.ts";

type Stage =
  | { name: "ready" }
  | { name: "running"; rows: number }
  | { name: "saved"; rows: number }
  | { name: "broken" };

/** Fetches what is filtered as CSV, counting while it comes; a table that did not come whole is not saved. */
export function ExportDialog({ filter, opened, close }: { filter: ChargeFilter; opened: boolean; close: () => void }) {
  const t = useTexts(chargesTexts);
  const shell = useTexts(shellTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [stage, setStage] = useState<Stage>({ name: "ready" });
  const running = useRef<AbortController>(null);

  const start = async () => {
    const abort = new AbortController();
    running.current = abort;
    setStage({ name: "running", rows: 0 });
    try {
      const { table, rows } = await fetchTable(
        addressOf(mode, "export/charges.csv", queryOf(filter)),
        abort.signal,
        (rows) => setStage({ name: "running", rows }),
      );
      save(table, fileName(mode));
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
    <Modal opened={opened} onClose={leave} title={t.exportTitle} closeButtonProps={{ "aria-label": shell.close }}>
      <Stack gap="md">
        <p className="quiet">{t.exportScope}</p>
        <div role="status" aria-live="polite">
          {stage.name === "running" && (
            <Group gap="sm">
              <Loader size="sm" />
              <span className="number">{t.rows(counted(stage.rows, language))}</span>
            </Group>
          )}
          {stage.name === "saved" && t.saved(counted(stage.rows, language))}
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
              <Button onClick={() => void start()}>{stage.name === "saved" ? t.startAgain : t.start}</Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
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

const fileName = (mode: string): string => `charges-${mode}-${new Date().toISOString().slice(0, 10)}.csv`;
