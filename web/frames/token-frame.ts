import type { TokenReply, TokenRequest } from "../protocol.ts";
import { accept } from "./accept.ts";
import { postCard } from "./post.ts";

/** The hidden frame of Omise.createToken: receives a card over the private message port and posts it to the vault that takes it. */
accept<TokenRequest, TokenReply>(async ({ key, body }, send) => send(await postCard(key, body)));
