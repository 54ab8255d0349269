import type { FormConfig, FromForm, ToForm } from "../protocol.ts";
import { complaints } from "./complaints.ts";
import { createFrame } from "./frame.ts";
import { createSheet } from "./sheet.ts";
import { whenBody } from "./when-body.ts";

/** The form's frame where it stands: inside a sheet over the page, or in the merchant's own element. */
export type Stage = {
  iframe: HTMLIFrameElement;
  /** The merchant's element; null for the sheet. */
  holder: HTMLElement | null;
  /** Whether it is still where it was put. Pages empty elements, and frameworks throw away what they did not make. */
  stands(): boolean;
  /** Shows the form as soon as its frame has loaded, and again whenever it loads anew. */
  show(config: FormConfig, opened: () => void): void;
  /** Asks the form for its token; false when there is no form that could answer. */
  submit(billing: Record<string, string>): boolean;
  close(then: () => void): void;
  resize(height: number): void;
  remove(): void;
};

type Events = {
  loaded(): void;
  heard(message: FromForm): void;
  /** The payer wants it closed. */
  cancelled(): void;
};

/** How long a form may take to load before the console is told. */
const patienceMs = 3_000;

export function createStage(gateway: URL, holder: HTMLElement | null, events: Events): Stage {
  const address = new URL("pay.html", gateway);
  const frame = createFrame<ToForm, FromForm>(address, "Payment", {
    ready: () => {
      events.loaded();
      present();
    },
    heard: events.heard,
    blocked: () => {
      blocked = true;
      clearTimeout(timer);
      console.error(complaints.blocked(gateway));
    },
  });
  const { element: iframe } = frame;
  const sheet = holder ? null : createSheet(iframe, events.cancelled);
  const ownMinHeight = holder?.style.minHeight ?? "";
  let placed = holder !== null;
  let removed = false;
  let blocked = false;
  let shown: FormConfig | null = null;
  let waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  if (holder) {
    Object.assign(iframe.style, { display: "block", width: "100%", border: "0" });
    // Plug-ins give the element the height of the original's form. It keeps that, but grows with faults and plans instead of being overflown.
    holder.style.minHeight = "max-content";
    holder.append(iframe);
  } else
    whenBody(() => {
      placed = true;
      if (sheet && !removed) document.body.append(sheet.dialog);
    });

  return {
    iframe,
    holder,
    stands: () =>
      sheet ? !placed || (sheet.dialog.isConnected && sheet.dialog.contains(iframe)) : holder === iframe.parentNode,
    show: (config, opened) => {
      shown = config;
      waiting.push(opened);
      clearTimeout(timer);
      if (frame.listens()) return present();
      if (blocked) console.error(complaints.blocked(gateway));
      else if (holder && !holder.isConnected) console.warn(complaints.notInPage);
      else timer = setTimeout(() => console.warn(complaints.late(address, patienceMs / 1_000)), patienceMs);
    },
    submit: (billing) => {
      if (!shown || !frame.listens()) return false;
      frame.send({ type: "submit", billing });
      return true;
    },
    close: (then) => {
      clearTimeout(timer);
      waiting = [];
      if (!sheet) return then();
      shown = null;
      sheet.close(then);
    },
    resize: (height) => {
      if (height === 0) return; // the element is hidden; a frame without height would not be drawn when it is shown again
      if (sheet) sheet.resize(height);
      else iframe.style.height = `${height}px`;
    },
    remove: () => {
      removed = true;
      clearTimeout(timer);
      frame.remove();
      sheet?.remove();
      if (holder) holder.style.minHeight = ownMinHeight;
    },
  };

  function present(): void {
    if (!shown) return;
    clearTimeout(timer);
    frame.send({ type: "show", config: shown });
    const { background, style } = shown;
    sheet?.open({ background, width: style.body?.width ?? "" });
    for (const opened of waiting) queueMicrotask(opened); // open() has returned before it calls back, as the original's has
    waiting = [];
  }
}
