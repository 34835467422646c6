/** The fields of a tool call as models write them: quoted or not, with commas, half as XML. */
import type { Turn } from './types.ts';

const MAIL_TOOLS = /^(?:email|forward|send_email|forward_email|reply)$/i;
const MAIL_KEYS = new Set(
  'to cc bcc from subject body email_id email_ids code attachments attachment reply_to'.split(' '),
);
const BODY_ALIASES = new Set(['body', 'message', 'content', 'text']);
const KEY = /^<?[ \t]{0,3}["'*]{0,3}([A-Za-z_][\w-]{0,40})["'*]{0,3}[ \t]{0,9}:\*{0,2}/;
const XML_KEY = /^<([A-Za-z_][\w-]{0,40})>/;

/**
 * A tool call as an `action` turn, from the text between its tags. `recovered` where its fields had
 * to be mended. `args` has what is not to, cc, subject or body; text that belongs to no field is
 * kept in `text`.
 */
export function actionTurn(name: string, inner: string): Turn {
  const parsed = fromJson(inner) ?? readFields(name, inner);
  const { to, cc, subject, from, ...rest } = parsed.fields;
  const body = unescaped(parsed.body);
  const text = [parsed.lead.trim(), body].filter((part) => part !== '').join('\n\n');
  return {
    kind: 'action',
    name,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to: splitRecipients(to).join(', ') }),
    ...(cc !== undefined && { cc: splitRecipients(cc).join(', ') }),
    ...(subject !== undefined && { subject }),
    text,
    ...(Object.keys(rest).length > 0 && { args: rest }),
    ...(parsed.mended && { recovered: true }),
    ...(body !== parsed.body && { raw: inner.trim() }),
  };
}

/** Splits recipients at commas and semicolons outside `<…>`, without quotes and list brackets. */
export function splitRecipients(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let piece = '';
  for (const char of `${text},`) {
    if (char === '<') depth += 1;
    else if (char === '>') depth = Math.max(0, depth - 1);
    if ((char === ',' || char === ';') && depth === 0) {
      const clean = cleanRecipient(piece);
      if (clean !== '') found.push(clean);
      piece = '';
    } else piece += char;
  }
  // An unclosed `<` would swallow the comma that ends the text.
  const left = cleanRecipient(piece.replace(/,$/, ''));
  if (left !== '') found.push(left);
  return found;
}

function cleanRecipient(text: string): string {
  return text
    .replaceAll(/["“”]/g, '')
    .trim()
    .replace(/^[[']/, '')
    .replace(/[\]']$/, '')
    .trim();
}

/** The two characters `\n` as a newline, `\t` as a tab and `\"` as a quote. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([\\nrt"])/g, (pair, char: string) => {
    if (char === 'n') return '\n';
    if (char === 'r') return '';
    if (char === 't') return '\t';
    return char === '"' ? '"' : pair;
  });
}

type Fields = {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
  /** Text before the first field. */
  readonly lead: string;
  readonly mended: boolean;
};

function readFields(name: string, inner: string): Fields {
  const mail = MAIL_TOOLS.test(name);
  const fields = new Map<string, string>();
  const lead: string[] = [];
  let mended = false;
  let body: string | undefined;
  let key: string | undefined;
  const lines = inner.split('\n');
  for (const [index, line] of lines.entries()) {
    const found = keyOf(line, mail);
    if (found === undefined) {
      if (key === undefined) lead.push(line);
      else fields.set(key, `${fields.get(key) ?? ''}\n${line}`);
      continue;
    }
    key = found.key;
    mended ||= found.xml;
    if (isBodyKey(key, mail)) {
      body = [found.value, ...lines.slice(index + 1)].join('\n');
      break;
    }
    const before = fields.get(key);
    fields.set(key, before === undefined ? found.value : `${before},\n${found.value}`);
  }
  let { text, extra } = { text: body ?? '', extra: new Map<string, string>() };
  if (body !== undefined && mail) ({ text, extra } = trailingFields(body));
  const cleaned: [string, string][] = [];
  for (const [each, value] of [...fields, ...extra]) {
    const clean = cleanValue(value, each);
    mended ||= clean.mended;
    if (clean.text !== '') cleaned.push([each, clean.text]);
  }
  const clean = cleanBody(text, 'body');
  return {
    fields: Object.fromEntries(cleaned),
    body: clean.text,
    lead: lead.join('\n'),
    mended: mended || clean.mended,
  };
}

function isBodyKey(key: string, mail: boolean): boolean {
  return key === 'body' || (mail && BODY_ALIASES.has(key));
}

function keyOf(
  line: string,
  mail: boolean,
): { key: string; value: string; xml: boolean } | undefined {
  const text = line.trimStart();
  const match = KEY.exec(text) ?? XML_KEY.exec(text);
  const key = match?.[1]?.toLowerCase();
  if (match === null || key === undefined) return undefined;
  const known = MAIL_KEYS.has(key) || BODY_ALIASES.has(key);
  // In an email, an unknown `Word:` is more likely text than a field; lower case is a field.
  if (mail && !known && !/^[a-z_]+$/.test(match[1] ?? '')) return undefined;
  if (match[0].endsWith('>') && !known) return undefined;
  return { key, value: text.slice(match[0].length), xml: text.startsWith('<') };
}

/** Fields that follow a quoted body: the body's closing quote ends a line, and only fields come. */
function trailingFields(body: string): { text: string; extra: Map<string, string> } {
  const extra = new Map<string, string>();
  if (!body.trimStart().startsWith('"')) return { text: body, extra };
  const lines = body.trimEnd().split('\n');
  let end = lines.length;
  while (end > 1) {
    const found = keyOf(lines[end - 1] ?? '', true);
    if (found === undefined || !MAIL_KEYS.has(found.key) || !/^\s?["[\d]/.test(found.value)) break;
    end -= 1;
  }
  if (end === lines.length || !/"\s?,?$/.test(lines[end - 1]?.trimEnd() ?? '')) {
    return { text: body, extra };
  }
  for (const line of lines.slice(end)) {
    const found = keyOf(line, true);
    if (found !== undefined) extra.set(found.key, found.value);
  }
  return { text: lines.slice(0, end).join('\n'), extra };
}

const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', "'": "'" };

function withoutCloser(text: string, key: string): { text: string; mended: boolean } {
  const bare = text.endsWith(',') ? text.slice(0, -1).trimEnd() : text;
  const closer = `</${key}>`;
  if (!bare.toLowerCase().endsWith(closer)) return { text, mended: false };
  return { text: bare.slice(0, -closer.length).trimEnd(), mended: true };
}

function cleanValue(value: string, key: string): { text: string; mended: boolean } {
  const closed = withoutCloser(value.trim(), key);
  let text = closed.text.replace(/,$/, '').trimEnd();
  const quote = QUOTES[text[0] ?? ''];
  if (quote !== undefined && text.length > 1 && text.endsWith(quote)) {
    return { text: text.slice(1, -1).trim(), mended: closed.mended };
  }
  if (isOdd(text, '"')) {
    text = text.replace(/^"|"$/, '').trim();
    return { text, mended: true };
  }
  return { text, mended: closed.mended };
}

function cleanBody(value: string, key: string): { text: string; mended: boolean } {
  const closed = withoutCloser(value.trim(), key);
  const { text } = closed;
  const bare = text.endsWith(',') ? text.slice(0, -1).trimEnd() : text;
  const quote = QUOTES[text[0] ?? ''];
  if (quote !== undefined && bare.length > 1 && bare.endsWith(quote)) {
    return { text: bare.slice(1, -1).trim(), mended: closed.mended };
  }
  if (isOdd(text, '"')) {
    if (text.startsWith('"')) return { text: text.slice(1).trim(), mended: true };
    if (bare.endsWith('"')) return { text: bare.slice(0, -1).trim(), mended: true };
  }
  return { text, mended: closed.mended };
}

function isOdd(text: string, char: string): boolean {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) {
    if (text[at - 1] !== '\\') count += 1;
  }
  return count % 2 === 1;
}

/** A call whose content is one JSON object. */
function fromJson(inner: string): Fields | undefined {
  const text = inner.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields: [string, string][] = [];
  let body = '';
  for (const [key, each] of Object.entries(value as Record<string, unknown>)) {
    const words = typeof each === 'string' ? each : JSON.stringify(each);
    if (isBodyKey(key.toLowerCase(), true) && body === '') body = words;
    else fields.push([key, words]);
  }
  return { fields: Object.fromEntries(fields), body, lead: '', mended: true };
}
