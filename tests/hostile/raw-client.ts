import { connect, type Socket } from "node:net";

export type RawAnswer = { status: number; headers: [name: string, value: string][]; body: Buffer };

/** Result of an exchange: the answers until the client or the server closed, or the time limit passed. */
export type Exchange = { answers: RawAnswer[]; ended: "answered" | "closed" | "hanging"; rest: Buffer; ms: number };

export type Client = {
  /** Sends a well-formed request on a reused connection and waits for its one answer. */
  ask(bytes: Buffer): Promise<Exchange>;
  /** Sends any bytes, in chunks, on a new connection. Without an answer the client closes its side, and the server must close, too. */
  provoke(pieces: readonly Buffer[], answersExpected: number): Promise<Exchange>;
  close(): void;
};

/** Time limit in ms of a well-formed request, and of a connection whose client has closed its side. */
const patienceMs = 15_000;

/** Wait in ms for an answer to a possibly incomplete request, before the client closes its side. */
const hesitationMs = 100;

/** A raw HTTP client: sends exactly the given bytes and checks every received byte. */
export function aClient(port: number): Client {
  const idle: Socket[] = [];
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true }, () => resolve(socket));
      socket.once("error", reject);
    });

  return {
    ask: async (bytes) => {
      const socket = idle.pop() ?? (await open());
      const exchange = await converse(socket, [bytes], 1, false);
      const [answer] = exchange.answers;
      const reusable = exchange.ended === "answered" && answer && !closes(answer) && exchange.rest.length === 0;
      if (reusable && !socket.destroyed) idle.push(socket);
      else socket.destroy();
      return exchange;
    },
    provoke: async (pieces, answersExpected) => {
      const socket = await open();
      const exchange = await converse(socket, pieces, answersExpected, true);
      socket.destroy();
      return exchange;
    },
    close: () => {
      for (const socket of idle) socket.destroy();
    },
  };
}

function converse(
  socket: Socket,
  pieces: readonly Buffer[],
  answersExpected: number,
  endsWhenNothingComes: boolean,
): Promise<Exchange> {
  const began = performance.now();
  const heads = pieces[0]?.subarray(0, 5).toString("latin1") === "HEAD ";
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const answers: RawAnswer[] = [];
    const finish = (ended: Exchange["ended"]): void => {
      clearTimeout(hesitation);
      clearTimeout(patience);
      socket.removeAllListeners();
      socket.on("error", () => {}); // errors of unused connections do not matter
      resolve({ answers, ended, rest: received, ms: performance.now() - began });
    };
    const patience = setTimeout(finish, patienceMs, "hanging");
    const hesitation = setTimeout(() => endsWhenNothingComes && answers.length === 0 && socket.end(), hesitationMs);
    socket.removeAllListeners("error");
    socket.on("error", () => finish("closed"));
    socket.on("close", () => finish("closed"));
    socket.on("end", () => {
      const last = untilClosed(received, heads);
      if (last) {
        answers.push(last);
        received = Buffer.alloc(0);
      }
      finish("closed");
    });
    socket.on("data", (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      for (let next = readAnswer(received, heads); next; next = readAnswer(received, heads)) {
        received = received.subarray(next.length);
        if (next.answer.status !== 100) answers.push(next.answer);
      }
      if (answers.length >= answersExpected) finish("answered");
    });
    void send(socket, pieces);
  });
}

/** Sends each chunk as its own packet, as far as the kernel allows. */
async function send(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  for (const [at, piece] of pieces.entries()) {
    if (!socket.writable) return;
    socket.write(piece);
    if (at < pieces.length - 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The first complete answer in these bytes. */
function readAnswer(bytes: Buffer, heads: boolean): { answer: RawAnswer; length: number } | undefined {
  const head = readHead(bytes);
  if (!head) return undefined;
  const { status, headers, start } = head;
  const bodyless = heads || status === 204 || status === 304 || status < 200;
  if (bodyless) return { answer: { status, headers, body: Buffer.alloc(0) }, length: start };
  if (/chunked/i.test(headerOf(headers, "transfer-encoding") ?? "")) return readChunked(bytes, head);
  const length = headerOf(headers, "content-length");
  if (length === undefined) return undefined; // ends with the connection
  const end = start + Number(length);
  return bytes.length < end
    ? undefined
    : { answer: { status, headers, body: bytes.subarray(start, end) }, length: end };
}

function untilClosed(bytes: Buffer, heads: boolean): RawAnswer | undefined {
  const head = heads ? undefined : readHead(bytes);
  if (!head || headerOf(head.headers, "content-length") !== undefined) return undefined;
  return { status: head.status, headers: head.headers, body: bytes.subarray(head.start) };
}

type Head = { status: number; headers: RawAnswer["headers"]; start: number };

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(`${first} `)?.[1];
  if (status === undefined) return undefined;
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers, start: end + 4 };
}

function readChunked(bytes: Buffer, { status, headers, start }: Head) {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.subarray(at, line).toString("latin1"), 16);
    const next = line + 2 + size + 2;
    if (Number.isNaN(size) || bytes.length < next) return undefined;
    if (size === 0) return { answer: { status, headers, body: Buffer.concat(parts) }, length: next };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = next;
  }
}

const closes = ({ headers }: RawAnswer): boolean => headerOf(headers, "connection")?.toLowerCase() === "close";

export function headerOf(headers: RawAnswer["headers"], name: string): string | undefined {
  return headers.find(([each]) => each === name)?.[1];
}
