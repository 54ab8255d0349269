import { greeting, ready } from "../protocol.ts";

/**
 * Waits for the message port of the embedding page. Only a message from the embedding window is accepted, and only once:
 * other windows can post messages here, too, and could otherwise pose as the merchant.
 * The origin of the embedding page is not checked, since any merchant may embed this frame.
 */
export function accept<FromPage, ToPage>(receive: (message: FromPage, send: (message: ToPage) => void) => void): void {
  const listen = ({ source, data, ports: [line] }: MessageEvent): void => {
    if (source !== window.parent || window.parent === window || data !== greeting || !line) return;
    window.removeEventListener("message", listen);
    line.onmessage = (message: MessageEvent<FromPage>) => receive(message.data, (answer) => line.postMessage(answer));
    line.postMessage(ready);
  };
  window.addEventListener("message", listen);
}
