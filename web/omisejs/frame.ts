import { greeting, ready } from "../protocol.ts";

/** One of the gateway's documents inside the merchant's page, and the private line to it. */
export type Frame<ToFrame> = {
  element: HTMLIFrameElement;
  /** Resolves when the frame has answered; an error page in its place never does. */
  ready: Promise<void>;
  /** Delivered in order, also what is sent before the frame has loaded. */
  send(message: ToFrame): void;
  remove(): void;
};

/**
 * The line is one end of a message channel whose other end is handed over with the gateway as the only origin that may receive it.
 * No other window can speak on it, so there are no window messages to check.
 */
export function createFrame<ToFrame, FromFrame>(
  address: URL,
  title: string,
  receive: (message: FromFrame) => void,
): Frame<ToFrame> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const element = document.createElement("iframe");
  element.src = address.href;
  element.title = title;
  element.addEventListener(
    "load",
    () => element.contentWindow?.postMessage(greeting, address.origin, [theirs]),
    { once: true }, // a line can be handed over once
  );
  return {
    element,
    ready: new Promise((resolve) => {
      ours.onmessage = ({ data }: MessageEvent<FromFrame | typeof ready>) => {
        if (data === ready) resolve();
        else receive(data as FromFrame); // all that is not the first answer
      };
    }),
    send: (message) => ours.postMessage(message),
    remove: () => {
      ours.close();
      element.remove();
    },
  };
}
