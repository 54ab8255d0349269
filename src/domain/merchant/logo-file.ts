/** Types of files that a logo can be. */
const logoTypes = ["image/png", "image/jpeg", "image/svg+xml"] as const;
export type LogoType = (typeof logoTypes)[number];

/** Upper bound of a logo's width and of its height: a small file can unpack to a picture that fills a phone's memory. */
export const pixelMax = 2_000;

const magic: Readonly<Record<Exclude<LogoType, "image/svg+xml">, readonly number[]>> = {
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  "image/jpeg": [0xff, 0xd8, 0xff],
};

/** The type of a file by how it begins; undefined for other files, and where its sender says something else. */
export function typeOfLogo({
  contentType,
  contents,
}: {
  contentType: string;
  contents: Uint8Array;
}): LogoType | undefined {
  const begins = (bytes: readonly number[]) => bytes.every((byte, at) => contents[at] === byte);
  const found = begins(magic["image/png"])
    ? "image/png"
    : begins(magic["image/jpeg"])
      ? "image/jpeg"
      : svgBegins(contents)
        ? "image/svg+xml"
        : undefined;
  const [said = ""] = contentType.toLowerCase().split(";", 1);
  const named = said.trim() === "image/jpg" ? "image/jpeg" : said.trim(); // a frequent misspelling
  return named === found ? found : undefined;
}

function svgBegins(contents: Uint8Array): boolean {
  const start = Buffer.from(contents.subarray(0, 2_000)).toString("utf8");
  return /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<(!DOCTYPE|svg)[\s>]/i.test(start);
}

/** The longer side of a picture; infinite where the file does not say, 0 for one without pixels. */
export function pixelsOf(type: LogoType, contents: Uint8Array): number {
  const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
  if (type === "image/svg+xml") return 0;
  return type === "image/png" ? pixelsOfPng(bytes) : pixelsOfJpeg(bytes);
}

/** @see PNG specification, third edition, 11.2.1: the header is the first part */
function pixelsOfPng(bytes: Buffer): number {
  if (bytes.length < 24 || bytes.toString("latin1", 12, 16) !== "IHDR") return Number.POSITIVE_INFINITY;
  return Math.max(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
}

/** @see ITU-T T.81, B.2.2: parts with their lengths, until the one that begins a frame */
function pixelsOfJpeg(bytes: Buffer): number {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const beginsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (beginsFrame) return Math.max(bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return Number.POSITIVE_INFINITY;
}

/** Elements that draw. */
const elements = new Set(
  "svg g defs title desc path rect circle ellipse line polyline polygon text tspan lineargradient radialgradient stop clippath mask symbol use pattern style".split(
    " ",
  ),
);

/**
 * Why an SVG cannot be a logo; null where it only draws. Browsers run no script of a picture and load nothing for it, and the file is sent with a policy
 * that forbids both; but someone may open it by its own address, in a program that does.
 */
export function svgFault(text: string): string | null {
  const source = text
    .replace(/^\uFEFF/, "")
    .replace(/<\?xml\s[^>]*\?>/i, "")
    .replace(/<!--(?!-?>)(?:(?!--)[\s\S])*-->/g, ""); // one that HTML ends elsewhere than XML stays, and is a declaration
  if (/<[!?]/.test(source)) return "has a declaration, an instruction or CDATA, which a logo cannot have";
  for (const [, name = "", attributes = ""] of source.matchAll(/<\/?([^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>?/g)) {
    if (!elements.has(name.toLowerCase())) return `has <${name}>, which a logo cannot have`;
    for (const [, attribute = "", value = ""] of attributes.matchAll(/([^\s=/"']+)\s*=\s*("[^"]*"|'[^']*')/g)) {
      const plain = value.slice(1, -1).trim();
      const isReference = /(^|:)href$/i.test(attribute);
      if (/^on/i.test(attribute) || (isReference && !plain.startsWith("#")))
        return `has ${attribute}, which a logo cannot have`;
      if (!/^xmlns/i.test(attribute) && reachesOut(plain))
        return `has ${attribute} with another address, which a logo cannot have`;
    }
  }
  const styles = [...source.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)].some(([, rules = ""]) => reachesOut(rules));
  return styles ? "has a style with another address, which a logo cannot have" : null;
}

/** Whether a value loads something; escapes could hide that, and drawings need none. */
const reachesOut = (value: string): boolean =>
  /@import|javascript:|\\|&#/i.test(value) || /url\(\s*["']?\s*(?!#|["'\s])/i.test(value);
