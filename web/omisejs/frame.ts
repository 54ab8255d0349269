import { greeting, ready } from "../protocol.ts";

/** One of the gateway's documents inside the merchant's page, and the private line to it. */
export type Frame<ToFrame> = {
  element: HTMLIFrameElement;
  /** Whether the document listens: not before it has loaded, and not after it was taken out of the page. */
  listens(): boolean;
  /** Reaches a document that listens; is lost before. */
  send(message: ToFrame): void;
  remove(): void;
};

type Ears<FromFrame> = {
  /** The document listens now. Again each time it has loaded anew, which is what moving a frame within the page does to it. */
  ready(): void;
  heard(message: FromFrame): void;
  /** The page's content security policy does not let the frame load. */
  blocked(): void;
};

/**
 * The line is one end of a message channel whose other end is handed over with the gateway as the only origin that may receive it.
 * No other window can speak on it, so there are no window messages to check. Every document gets a line of its own.
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
      } else ears.heard(data as FromFrame); // all that is not the first answer
    };
    opened?.postMessage(greeting, address.origin, [theirs]);
  });

  const onViolation = (violation: SecurityPolicyViolationEvent): void => {
    const { blockedURI, disposition, effectiveDirective } = violation;
    const ours = blockedURI !== "" && address.href.startsWith(blockedURI); // some browsers tell the origin only
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
