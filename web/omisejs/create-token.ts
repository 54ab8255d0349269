import type { TokenReply, TokenRequest } from "../protocol.ts";
import { complaints } from "./complaints.ts";
import { createFrame } from "./frame.ts";
import { frameAddress } from "./frame-address.ts";
import { whenBody } from "./when-body.ts";

const patienceMs = 30_000;

const unreachable: TokenReply = {
  status: 0,
  response: { object: "error", code: "rpc_error", message: "unable to connect to provider after timeout" },
};

/**
 * Sends a card through a hidden frame of the gateway, never from the page itself: monitoring and analytics scripts that wrap the
 * page's fetch would record it. The original does the same, so a merchant's content security policy needs the same directives.
 */
export function createToken(gateway: URL, request: TokenRequest, callback: OmiseJs.Callback): void {
  const frame = createFrame<TokenRequest, TokenReply>(frameAddress(gateway, "token-frame.html", request.key), "", {
    ready: () => frame.send(request),
    heard: answer,
    blocked: () => console.error(complaints.blocked(gateway)),
  });
  frame.element.hidden = true;
  const timer = setTimeout(() => answer(unreachable), patienceMs);
  whenBody(() => document.body.append(frame.element));

  function answer({ status, response }: TokenReply): void {
    clearTimeout(timer);
    frame.remove();
    callback(status, response);
  }
}
