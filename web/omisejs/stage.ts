import type { FormConfig, FromForm, ToForm } from "../protocol.ts";
import { complaints } from "./complaints.ts";
import { createFrame } from "./frame.ts";
import { createSheet } from "./sheet.ts";
import { whenBody } from "./when-body.ts";

/** The form's frame in its place: a sheet over the page, or an element of the merchant. */
export type Stage = {
  iframe: HTMLIFrameElement;
  /** The merchant's element; null for the sheet. */
  holder: HTMLElement | null;
  /** Address of the form. */
  address: URL;
  /** Whether the frame is still in its place: pages and frameworks may remove it. */
  stands(): boolean;
  /** Shows the form when its frame has loaded, and after each reload. */
  show(config: FormConfig, opened: () => void): void;
  /** Asks the form for its token; false if no form is there to answer. */
  submit(billing: Record<string, string>): boolean;
  close(then: () => void): void;
  resize(height: number): void;
  remove(): void;
};

type Events = {
  loaded(): void;
  heard(message: FromForm): void;
  /** Called when the payer closes it. */
  cancelled(): void;
};

/** Load time in ms after which a warning goes to the console. */
const patienceMs = 3_000;

/** @param address of the form at the gateway */
export function createStage(address: URL, holder: HTMLElement | null, events: Events): Stage {
  const frame = createFrame<ToForm, FromForm>(address, "Payment", {
    ready: () => {
      events.loaded();
      present();
    },
    heard: events.heard,
    blocked: () => {
      blocked = true;
      clearTimeout(timer);
      console.error(complaints.blocked(address));
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
    // Plug-ins set the element's height to that of the original's form. We keep it as a minimum, so that faults and plans can extend the form.
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
    address,
    stands: () =>
      sheet ? !placed || (sheet.dialog.isConnected && sheet.dialog.contains(iframe)) : holder === iframe.parentNode,
    show: (config, opened) => {
      shown = config;
      waiting.push(opened);
      clearTimeout(timer);
      if (frame.listens()) return present();
      if (blocked) console.error(complaints.blocked(address));
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
    for (const opened of waiting) queueMicrotask(opened); // as in the original, open() returns before the callback
    waiting = [];
  }
}
