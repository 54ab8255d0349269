/**
 * The small part of XML that payment actions of 2C2P are written in: elements with text or with elements, and nothing else. What has more (a document
 * type, comments, sections of raw characters, instructions) is refused, so that nothing outside the message is ever read for it.
 */
export type Element = { name: string; text: string; children: readonly Element[] };

/** Writes an element of elements with text. Names come from our code. */
export function writeXml(root: string, fields: Readonly<Record<string, string>>): string {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return `<${root}>${inner.join("")}</${root}>`;
}

/** Wraps what `writeXml` wrote, for elements within elements. */
export const withinXml = (root: string, parts: readonly string[]): string => `<${root}>${parts.join("")}</${root}>`;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes what has a meaning. Control characters, which XML cannot hold, become spaces. */
const escaped = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, " ").replace(/[&<>"']/g, (each) => escapes[each] ?? each);

/** Longest message that is read. Answers have some twenty short fields, and a refund list. */
const lengthMax = 200_000;

/** Deepest nesting that is read: answer, list, entry, field. */
const depthMax = 6;

/** One piece of the text: an opening, a closing or an empty element, with attributes that are not looked at. */
const tag = /<(\/?)([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

/** @throws Error where the text is not such XML, whole and by itself */
export function readXml(source: string): Element {
  if (source.length > lengthMax) throw new Error("the XML is too long");
  const text = source.replace(/^\ufeff?\s*(?:<\?xml[^?<>]*\?>)?\s*/, "").trimEnd();
  const root: Open = { name: "", text: "", children: [] };
  const path = [root];
  for (let at = 0; at < text.length; ) {
    const inner = path.at(-1) ?? root;
    if (text[at] !== "<") {
      const end = text.indexOf("<", at);
      inner.text += unescaped(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length : end;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(text);
    if (!found) throw new Error("the XML has something other than elements and text");
    const [all, closing, name = "", attributes, empty] = found;
    at += all.length;
    if (closing) {
      if (path.length < 2 || inner.name !== name || attributes || empty)
        throw new Error("the XML closes another element");
      path.pop();
    } else {
      const child: Open = { name, text: "", children: [] };
      inner.children.push(child);
      if (!empty) path.push(child);
      if (path.length > depthMax + 1) throw new Error("the XML is too deep");
    }
  }
  const [only, ...others] = root.children;
  if (path.length > 1 || !only || others.length > 0 || root.text.trim() !== "") throw new Error("the XML is not whole");
  return only;
}

type Open = { name: string; text: string; children: Open[] };

/** The text of a child; undefined where there is none, or more than one, which could be read either way. */
export function textOf({ children }: Element, name: string): string | undefined {
  const found = children.filter((child) => child.name === name);
  return found.length === 1 && found[0]?.children.length === 0 ? found[0].text.trim() : undefined;
}

const characters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));?|&/g, (all, decimal, hex, name) => {
    const named = name && all.endsWith(";") ? characters[name] : undefined;
    if (named) return named;
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : Number.NaN;
    if (!all.endsWith(";") || !(code > 0 && code <= 0x10ffff))
      throw new Error("the XML has a reference that nobody knows");
    return String.fromCodePoint(code);
  });
}
