/** A strict reader of small XML: what is not well-formed throws. */

type Element = { readonly name: string; readonly attributes: readonly string[] };

const TOKEN = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /[\w:-]+="[^"<]*"/g;
const BAD_TEXT =
  /&(?!(?:amp|lt|gt|quot);)|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Every element of a document, in order. */
export function elementsOf(document: string): readonly Element[] {
  const open: string[] = [];
  const found: Element[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(document);
    if (token === null) throw new Error(`no XML: ${document.slice(at, at + 80)}`);
    const [whole, closing = '', name = '', attributes = '', empty = ''] = token;
    if (BAD_TEXT.test(whole)) throw new Error(`not allowed in XML: ${whole}`);
    if (name === '') {
      if (open.length === 0 && whole.trim() !== '') throw new Error(`outside: ${whole}`);
    } else if (closing !== '') {
      if (open.pop() !== name) throw new Error(`${name} is closed and not open`);
    } else {
      found.push({ name, attributes: attributes.match(ATTRIBUTE) ?? [] });
      if (empty === '') open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`);
  return found;
}
