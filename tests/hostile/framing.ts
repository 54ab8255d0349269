import type { Random } from "../simulation/random.ts";

/** Invalid or borderline HTTP: chunks sent one after the other, and the allowed number of answers. */
export type Framing = { name: string; pieces: Buffer[]; answers: number };

const form = "amount=150000&currency=THB&return_uri=https://shop.example/&source[type]=mobile_banking_kbank";
const chunked = "Transfer-Encoding: chunked\r\n";

/** @param authorization a complete header line with a valid key */
export function framings(random: Random, authorization: string): Framing {
  const host = `Host: a\r\n${authorization}\r\n`;
  const post = (headers: string, body = "", line = "POST /charges HTTP/1.1"): string =>
    `${line}\r\n${host}Content-Type: application/x-www-form-urlencoded\r\n${headers}\r\n${body}`;
  const get = (line: string, headers = ""): string => `${line}\r\n${host}${headers}\r\n`;
  const whole = post(`Content-Length: ${form.length}\r\n`, form);
  const chunk = (size: string, text: string): string => post(chunked, `${size}\r\n${text}\r\n0\r\n\r\n`);
  const length = form.length.toString(16);

  const oddities: [name: string, text: string | string[], answers?: number][] = [
    ["cut off", whole.slice(0, random.below(whole.length))],
    ["byte by byte", [...whole]],
    ["body longer than promised", post("Content-Length: 10\r\n", form)],
    ["body shorter than promised", post(`Content-Length: ${form.length + 50}\r\n`, form)],
    ["length negative", post("Content-Length: -1\r\n", form)],
    ["length with a plus", post(`Content-Length: +${form.length}\r\n`, form)],
    ["length in hexadecimal", post("Content-Length: 0x10\r\n", form)],
    ["length of a galaxy", post("Content-Length: 99999999999999999999999\r\n", form)],
    ["length of a terabyte", post("Content-Length: 1099511627776\r\n", form)],
    ["length twice, the same", post(`Content-Length: ${form.length}\r\nContent-Length: ${form.length}\r\n`, form)],
    ["length twice, another", post(`Content-Length: ${form.length}\r\nContent-Length: 3\r\n`, form)],
    ["length in a list", post(`Content-Length: ${form.length}, ${form.length}\r\n`, form)],
    ["length and chunks", post(`Content-Length: ${form.length}\r\n${chunked}`, `${length}\r\n${form}\r\n0\r\n\r\n`)],
    ["chunks and length", post(`${chunked}Content-Length: 3\r\n`, `${length}\r\n${form}\r\n0\r\n\r\n`)],
    ["chunked twice", post(`${chunked}${chunked}`, `${length}\r\n${form}\r\n0\r\n\r\n`)],
    ["chunked, hidden", post("Transfer-Encoding: xchunked\r\n", `${length}\r\n${form}\r\n0\r\n\r\n`)],
    ["chunked, not last", post("Transfer-Encoding: chunked, identity\r\n", `${length}\r\n${form}\r\n0\r\n\r\n`)],
    ["chunks of one byte", post(chunked, `${[...form].map((byte) => `1\r\n${byte}\r\n`).join("")}0\r\n\r\n`)],
    ["chunk with extensions", chunk(`${length};a=b;c="${"x".repeat(500)}"`, form)],
    ["chunk with an endless extension", chunk(`${length};${"x".repeat(40_000)}`, form)],
    ["chunk size with zeros", chunk(`${"0".repeat(200)}${length}`, form)],
    ["chunk size too large", chunk("fffffffffffffffff", form)],
    ["chunk size negative", chunk("-1", form)],
    ["chunk size not a number", chunk("zz", form)],
    ["chunk larger than promised", chunk("3", form)],
    ["chunks without an end", post(chunked, `${length}\r\n${form}\r\n`)],
    ["trailers", post(`${chunked}Trailer: X-A\r\n`, `${length}\r\n${form}\r\n0\r\nX-A: ${"x".repeat(300)}\r\n\r\n`)],
    ["trailers without end", post(chunked, `${length}\r\n${form}\r\n0\r\n${"X-A: x\r\n".repeat(5_000)}\r\n`)],
    ["body beyond the limit", post(`Content-Length: ${300_000}\r\n`, "a".repeat(300_000))],
    ["body beyond the limit, promised only", post("Content-Length: 300000\r\n", "a")],
    ["body beyond the limit, in chunks", post(chunked, `493e0\r\n${"a".repeat(300_000)}\r\n0\r\n\r\n`)],
    [
      "body beyond the limit, of a GET",
      `${get("GET /charges HTTP/1.1", chunked)}493e0\r\n${"a".repeat(300_000)}\r\n0\r\n\r\n`,
    ],
    ["body of a GET", `${get("GET /charges HTTP/1.1", "Content-Length: 7\r\n")}limit=1`],
    ["body of a GET, cut off", `${get("GET /charges HTTP/1.1", "Content-Length: 700\r\n")}limit=1`],
    ["body of a HEAD", `${get("HEAD /charges HTTP/1.1", "Content-Length: 7\r\n")}limit=1`],
    ["HTTP/1.0", get("GET /charges HTTP/1.0")],
    ["HTTP/1.0 without a host", `GET /account HTTP/1.0\r\n${authorization}\r\n\r\n`],
    ["HTTP/1.0, kept alive", get("GET /account HTTP/1.0", "Connection: keep-alive\r\n")],
    ["HTTP/1.0, chunked", post(chunked, `${length}\r\n${form}\r\n0\r\n\r\n`, "POST /charges HTTP/1.0")],
    ["HTTP/0.9", "GET /charges\r\n\r\n"],
    ["HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["HTTP/3.7", get("GET /charges HTTP/3.7")],
    ["no version", get("GET /charges")],
    ["another protocol", "HELO chamra\r\nMAIL FROM:<a@example.com>\r\n\r\n"],
    ["TLS", `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${"\x00\xff".repeat(100)}`],
    ["nothing but line ends", "\r\n".repeat(5_000)],
    ["line ends before the request", `\r\n\r\n${whole}`],
    ["nothing at all", ""],
    ["no host", `GET /account HTTP/1.1\r\n${authorization}\r\n\r\n`],
    ["host twice", get("GET /account HTTP/1.1", "Host: b\r\n")],
    ["host empty", `GET / HTTP/1.1\r\nHost:\r\nAccept: text/html\r\n\r\n`],
    ["host with markup", `GET / HTTP/1.1\r\nHost: "><img src=x onerror=hostile()>\r\nAccept: text/html\r\n\r\n`],
    ["host with a path", `GET / HTTP/1.1\r\nHost: a/b?c#d@e\r\nAccept: text/html\r\n\r\n`],
    ["absolute target", get("GET http://hostile.example/charges HTTP/1.1")],
    ["absolute target, unreadable", get("GET http://[::/charges HTTP/1.1")],
    ["authority target", get("CONNECT hostile.example:443 HTTP/1.1")],
    ["asterisk target", get("OPTIONS * HTTP/1.1")],
    ["no slash", get("GET charges HTTP/1.1")],
    ["fragment", get("GET /charges#x HTTP/1.1")],
    ["double slashes", get("GET //charges//?limit=1 HTTP/1.1")],
    ["dots", get("GET /charges/../account HTTP/1.1")],
    ["backslashes", get("GET \\charges HTTP/1.1")],
    ["raw bytes in the path", get("GET /charges/\xff\xfe\x80 HTTP/1.1")],
    ["a NUL in the path", get("GET /charges/\0 HTTP/1.1")],
    ["a tab in the path", get("GET /charges\t/x HTTP/1.1")],
    ["path with broken escapes", get("GET /charges/%zz%f0%9f HTTP/1.1")],
    ["path of 15,000 bytes", get(`GET /${"a/".repeat(7_500)} HTTP/1.1`)],
    ["path of 100,000 bytes", get(`GET /${"a".repeat(100_000)} HTTP/1.1`)],
    ["query of 15,000 bytes", get(`GET /charges?${"a=1&".repeat(3_700)} HTTP/1.1`)],
    ["method unknown", get("HACK /charges HTTP/1.1")],
    ["method in lower case", get("get /charges HTTP/1.1")],
    ["method TRACE", get("TRACE /charges HTTP/1.1")],
    ["method PROPFIND", get("PROPFIND /charges HTTP/1.1")],
    ["method QUERY", get("QUERY /charges HTTP/1.1", "Content-Length: 0\r\n")],
    ["method DELETE", get("DELETE /charges HTTP/1.1")],
    ["header of a megabyte", get("GET /account HTTP/1.1", `X-A: ${"x".repeat(1_000_000)}\r\n`)],
    ["header name of a megabyte", get("GET /account HTTP/1.1", `${"x".repeat(1_000_000)}: a\r\n`)],
    ["5,000 headers", get("GET /account HTTP/1.1", "a:\r\n".repeat(5_000))],
    [
      "3,000 headers before the key",
      `GET /account HTTP/1.1\r\nHost: a\r\n${"a:\r\n".repeat(3_000)}${authorization}\r\n\r\n`,
    ],
    ["a header of 16,300 bytes", get("GET /account HTTP/1.1", `X-A: ${"x".repeat(16_200)}\r\n`)],
    ["folded header", get("GET /account HTTP/1.1", "X-A: a\r\n b\r\n")],
    ["blank before the colon", get("GET /account HTTP/1.1", "X-A : a\r\n")],
    ["header without a name", get("GET /account HTTP/1.1", ": a\r\n")],
    ["header without a colon", get("GET /account HTTP/1.1", "XA\r\n")],
    ["header with a NUL", get("GET /account HTTP/1.1", "X-A: a\0b\r\n")],
    ["header with a carriage return", get("GET /account HTTP/1.1", "X-A: a\rX-Injected: yes\r\n")],
    ["line feeds only", whole.replaceAll("\r\n", "\n")],
    ["carriage returns only", whole.replaceAll("\r\n", "\r")],
    ["key twice", get("GET /account HTTP/1.1", "Authorization: Basic Og==\r\n")],
    ["twenty at once", get("GET /account HTTP/1.1").repeat(20), 20],
    ["one refused among many", get("GET /account HTTP/1.1") + get("GET /nowhere HTTP/1.1") + whole, 3],
    ["a good one, then nonsense", `${get("GET /account HTTP/1.1")}\0\0\0\0\r\n\r\n`],
    ["a request inside a body", post("Content-Length: 4\r\n", `a=1\n${get("GET /account HTTP/1.1")}`)],
    ["upgrade", get("GET /charges HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n")],
    ["expects to go on", [post(`Expect: 100-continue\r\nContent-Length: ${form.length}\r\n`), form]],
    ["expects the impossible", get("GET /account HTTP/1.1", "Expect: miracles\r\n")],
    ["preflight", "OPTIONS /tokens HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Headers: a, \xff\r\n\r\n"],
    [
      "preflight that injects",
      "OPTIONS /tokens HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Headers: a\tX-Injected: b\r\n\r\n",
    ],
  ];
  const [name, text, answers = 1] = random.pick(oddities);
  return { name, pieces: [text].flat().map((piece) => Buffer.from(piece, "latin1")), answers };
}
