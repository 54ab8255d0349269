import { greeting, ready } from "../protocol.ts";

/** A document of the gateway in a frame of the merchant's page, and the private message channel to it. */
export type Frame<ToFrame> = {
  element: HTMLIFrameElement;
  /** Whether the document listens: from its load until its removal from the page. */
  listens(): boolean;
  /** Sends to the document; lost if it does not listen yet. */
  send(message: ToFrame): void;
  remove(): void;
};

type Ears<FromFrame> = {
  /** Called when the document listens; again after each reload, which happens when the page moves the frame. */
  ready(): void;
  heard(message: FromFrame): void;
  /** Called when the page's content security policy blocks the frame. */
  blocked(): void;
};

/**
 * One port of a message channel is posted to the frame with the gateway as the only allowed target origin.
 * No other window can use the channel, so no window messages need checks. Each document gets its own channel.
 */
export function createFrame<ToFrame, FromFrame>(address: URL, title: string, ears: Ears<FromFrame>): Frame<ToFrame> {
  const element = document.createElement("iframe");
  element.src = address.href;
  element.title = title;
  let line: MessagePort | null = null;
  let listener: Window | null = null;

  element.addEventListener("load", () => {
    line?.close();
    const { port1: ours, port2: theirs } = new MessageChannel();
    const opened = element.contentWindow;
    line = ours;
    listener = null;
    ours.onmessage = ({ data }: MessageEvent<FromFrame | typeof ready>) => {
      if (data === ready) {
        listener = opened;
        ears.ready();
      } else ears.heard(data as FromFrame); // anything but the first answer
    };
    opened?.postMessage(greeting, address.origin, [theirs]);
  });

  const onViolation = (violation: SecurityPolicyViolationEvent): void => {
    const { blockedURI, disposition, effectiveDirective } = violation;
    const ours = blockedURI !== "" && address.href.startsWith(blockedURI); // some browsers report only the origin
    if (ours && disposition === "enforce" && effectiveDirective === "frame-src") ears.blocked();
  };
  document.addEventListener("securitypolicyviolation", onViolation);

  return {
    element,
    listens: () => listener !== null && listener === element.contentWindow, // another window, or none, after it was moved
    send: (message) => line?.postMessage(message),
    remove: () => {
      document.removeEventListener("securitypolicyviolation", onViolation);
      line?.close();
      element.remove();
    },
  };
}
