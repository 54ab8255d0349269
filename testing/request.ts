import { Agent, request as ask } from "node:http";
import { request as askSecurely, Agent as SecureAgent } from "node:https";
import type { Json } from "./types.ts";

/** An answer of the API that is no success. */
export class RequestRefused extends Error {
  readonly status: number;
  /** The code of the error object. */
  readonly code: string;

  constructor(asked: string, status: number, answer: Json) {
    super(`${asked} was answered ${status}: ${answer?.message ?? "not by the API"}`);
    this.name = "RequestRefused";
    this.status = status;
    this.code = answer?.code ?? "";
  }
}

const agents = { http: new Agent({ keepAlive: true }), https: new SecureAgent({ keepAlive: true }) };

/** One request with JSON. It does without `fetch`, which tests replace. @throws RequestRefused */
export function send(base: string, key: string, method: string, path: string, body?: object): Promise<Json> {
  const url = new URL(`${base}${path}`);
  const secure = url.protocol === "https:";
  const text = body === undefined ? "" : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = (secure ? askSecurely : ask)(
      url,
      {
        method,
        auth: `${key}:`,
        agent: secure ? agents.https : agents.http,
        headers: { ...(text && { "content-type": "application/json" }), "content-length": Buffer.byteLength(text) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const answer = parsed(Buffer.concat(chunks).toString("utf8"));
          if (status >= 200 && status < 300) resolve(answer);
          else reject(new RequestRefused(`${method} ${path}`, status, answer));
        });
      },
    );
    request.on("error", reject);
    request.end(text);
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy may answer anything
  }
}
