import { greeting, ready } from "../protocol.ts";

/**
 * Waits for the page around this frame to hand over its line. Only the embedding window itself is listened to, and only once:
 * other windows know this one too, and could otherwise pose as the merchant.
 * Which origin embeds us does not matter, since any merchant may.
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
