/** Emails in a prompt: `<email>` blocks, in the order in which the model was shown them. */
import type { Turn } from './types.ts';

const HEADER = /^(ID|From|To|Cc|Bcc|Date|Attachments|Subject|Timestamp)[ \t]*:[ \t]*(.*)$/i;
const BODY = /^Body[ \t]*:[ \t]?/i;
const OPENER = '<email>';
const CLOSER = '</email>';

/**
 * A prompt as turns: text outside the blocks as `briefing` by `by`, each block as an `email`.
 * An email that never closes runs to the next opener or the end, and is marked as recovered.
 */
export function promptTurns(text: string, by: string): Turn[] {
  const turns: Turn[] = [];
  let at = 0;
  let close = text.indexOf(CLOSER);
  for (;;) {
    const open = openerFrom(text, at);
    const words = text.slice(at, open < 0 ? undefined : open).trim();
    if (words !== '') turns.push({ kind: 'briefing', by, text: words });
    if (open < 0) return turns;
    const start = open + OPENER.length;
    // Not searched for again where there is none: many openers must not make this slow.
    if (close >= 0 && close < start) close = text.indexOf(CLOSER, start);
    const next = openerFrom(text, start);
    const closed = close >= 0 && (next < 0 || close < next);
    const end = closed ? close : next < 0 ? text.length : next;
    const email = parseEmail(text.slice(start, end));
    if (email !== undefined) turns.push(closed ? email : { ...email, recovered: true });
    at = closed ? end + CLOSER.length : end;
  }
}

/** True if a text has at least one email block. */
export function hasEmails(text: string): boolean {
  return openerFrom(text, 0) >= 0;
}

/** Only a tag alone on its line opens an email: prose may speak of `<email>` tags. */
function openerFrom(text: string, from: number): number {
  for (let at = text.indexOf(OPENER, from); at >= 0; at = text.indexOf(OPENER, at + 1)) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + OPENER.length, at + OPENER.length + 1);
    if ((before === '' || before === '\n') && /^[\r\n \t]?$/.test(after)) return at;
  }
  return -1;
}

/** The lines between `<email>` and `</email>`; undefined where they are blank. */
function parseEmail(block: string): Turn | undefined {
  if (block.trim() === '') return undefined;
  const lines = block.replace(/^[ \t]*\r?\n/, '').split('\n');
  const fields: Record<string, string> = {};
  let body: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (BODY.test(line)) {
      body = [line.replace(BODY, ''), ...lines.slice(index + 1)].join('\n');
      break;
    }
    const header = HEADER.exec(line.trimEnd());
    if (header === null) {
      // No header and no body line: what is left is the body.
      body = lines.slice(index).join('\n');
      break;
    }
    const [, key = '', value = ''] = header;
    fields[key.toLowerCase()] = value;
  }
  const at = fields['timestamp'] ?? fields['date'];
  const attachments = fields['attachments'];
  return {
    kind: 'email',
    ...(fields['from'] !== undefined && { from: fields['from'] }),
    ...(fields['to'] !== undefined && { to: fields['to'] }),
    ...(fields['cc'] !== undefined && { cc: fields['cc'] }),
    ...(fields['subject'] !== undefined && { subject: fields['subject'] }),
    ...(at !== undefined && { at }),
    ...(fields['id'] !== undefined && { ref: fields['id'] }),
    ...(attachments !== undefined && { attachments: parseNames(attachments) }),
    ...(fields['bcc'] !== undefined && { meta: { bcc: fields['bcc'] } }),
    text: trimBody(body ?? ''),
  };
}

/** A Python list such as `['a.pdf', 'b.pdf']`, or names separated by commas. */
function parseNames(text: string): string[] {
  const inner = text.trim().replace(/^\[|\]$/g, '');
  const quoted = [...inner.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)];
  if (quoted.length > 0) return quoted.map((match) => match[1] ?? match[2] ?? '');
  return inner
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Without the newline before `</email>` and a blank first line; spaces that indent stay. */
function trimBody(body: string): string {
  const text = body.trimEnd();
  return text.replace(/^(?:[ \t]*\r?\n)+/, '');
}

/**
 * The turns numbered (from 1) and put in order of their time. Turns without a time keep their place
 * after the turn they follow; the sort is stable, so equal times keep the order shown to the model.
 */
export function byTime(turns: readonly Turn[]): { readonly turn: Turn; readonly number: number }[] {
  const numbered = turns.map((turn, index) => ({ turn, number: index + 1 }));
  const emails = numbered.filter(({ turn }) => turn.kind === 'email' && turn.at !== undefined);
  const sorted = emails.toSorted((a, b) => compare(a.turn.at ?? '', b.turn.at ?? ''));
  let next = 0;
  // Emails change places among themselves only.
  return numbered.map((each) => {
    if (each.turn.kind !== 'email' || each.turn.at === undefined) return each;
    const email = sorted[next] ?? each;
    next += 1;
    return email;
  });
}

function compare(a: string, b: string): number {
  const [first, second] = [Date.parse(a), Date.parse(b)];
  if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  return a < b ? -1 : a > b ? 1 : 0;
}
