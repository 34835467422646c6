/**
 * The markup of a response: reasoning tags, tool calls, action logs and old `SEND EMAIL TO:` lines,
 * each told apart from a tag that is only spoken of.
 */

export type Tag = {
  readonly kind: 'reasoning' | 'action' | 'log' | 'legacy';
  readonly closes: boolean;
  /** `scratchpad`, `think`; the tool's name; empty where the tag names none. */
  readonly name: string;
  /** Where the tag is, as UTF-16 places in the text. */
  readonly start: number;
  readonly end: number;
  /** Nothing but space or list marks before it on its line. */
  readonly lineStart: boolean;
  /** It lacks its `>`, or is called something else than `tool_use`. */
  readonly odd: boolean;
};

// Bounded repeats throughout: hostile text must not make these slow.
const TAG =
  /<(\/?)(scratchpad_reasoning|scratchpatch_reasoning|scratchpad|(?:[a-z]{1,20}:)?think(?:ing)?|action_log)(?:\s{1,9}[a-z][\w:-]{0,40}\s?=\s?(?:"[^"<]{0,20000}"|'[^'<]{0,20000}'|[^\s"'<>=]{1,200})){0,8}\s{0,9}>|\[(\/?)(THINK)\]|◁(\/?)(think)▷|<(\/?)tool_(\w{1,20})(?::[ \t]{0,9}([\w-]{1,60}))?(?:[ \t]{0,9}>|(?=\s))|^[ \t]{0,9}SEND EMAIL TO:/gim;

const KNOWN_FIELD =
  /["'*]{0,3}(?:to|cc|bcc|from|subject|body|email_ids?|code)["'*]{0,3}[ \t]{0,9}[:>]/iy;
const ANY_FIELD = /["'*]{0,3}[a-z_]\w{0,40}["'*]{0,3}[ \t]{0,9}:/iy;
const LIST_MARKS = /^[\s>*#\-+\d.)]*$/;

/** The tags of a text that mean something, in order. Mentions of tags are left out. */
export function findTags(text: string): Tag[] {
  const found: Tag[] = [];
  let last: Tag | undefined;
  for (const match of text.matchAll(TAG)) {
    const start = match.index;
    const end = start + match[0].length;
    const glued = last !== undefined && text.slice(last.end, start).trim() === '';
    const lineStart = glued ? last?.lineStart === true : startsLine(text, start);
    const tag = { ...tagOf(match), start, end, lineStart };
    last = tag;
    found.push(tag);
  }
  const unquoted = found.filter((tag) => text[tag.start - 1] !== '`' && text[tag.end] !== '`');
  const meant = unquoted.filter((tag, index) => isMarkup(text, tag, unquoted[index + 1]));
  return withoutStrays(meant);
}

/** Without closing tags of tools that close nothing: a model may speak of them, or write others' markup. */
function withoutStrays(tags: readonly Tag[]): Tag[] {
  let isOpen = false;
  return tags.filter((tag) => {
    if (tag.kind !== 'action') return true;
    const closesNothing = tag.closes && !isOpen;
    isOpen = !tag.closes;
    return !closesNothing;
  });
}

function tagOf(match: RegExpExecArray): Pick<Tag, 'kind' | 'closes' | 'name' | 'odd'> {
  const [whole, angled, angledWord, bracket, bracketWord, mark, markWord, toolSlash, tool, name] =
    match;
  const word = angledWord ?? bracketWord ?? markWord;
  const slash = angled ?? bracket ?? mark;
  if (word !== undefined) {
    const lower = word.toLowerCase();
    if (lower === 'action_log') {
      return { kind: 'log', closes: slash === '/', name: 'action_log', odd: false };
    }
    const family = lower.includes('think') ? 'think' : 'scratchpad';
    return { kind: 'reasoning', closes: slash === '/', name: family, odd: false };
  }
  if (tool !== undefined) {
    const odd = tool.toLowerCase() !== 'use' || name === undefined || !whole.endsWith('>');
    return { kind: 'action', closes: toolSlash === '/', name: name ?? '', odd };
  }
  return { kind: 'legacy', closes: false, name: 'email', odd: false };
}

/** Whether a tag that stands in no code is meant as markup, and not spoken of. */
function isMarkup(text: string, tag: Tag, next: Tag | undefined): boolean {
  if (tag.kind === 'legacy') return true;
  if (tag.closes) return /[>\]▷]$/.test(text.slice(tag.start, tag.end));
  const alone = restOfLine(text, tag.end).trim() === '';
  if (tag.kind === 'action') {
    if (tag.name === '') return false;
    if (fieldFollows(text, tag.end)) return true;
    if (!tag.lineStart || text[tag.end - 1] !== '>') return false;
    return alone || (next?.kind === 'action' && next.closes);
  }
  if (tag.lineStart || alone) return true;
  // In the middle of a line, with its own closing tag as the very next one.
  return next !== undefined && next.kind === tag.kind && next.closes && next.name === tag.name;
}

function startsLine(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  const newline = before.lastIndexOf('\n');
  if (newline < 0 && at > 24) return false;
  return LIST_MARKS.test(before.slice(newline + 1));
}

function restOfLine(text: string, at: number): string {
  // A line this long is not blank in any way that matters.
  const rest = text.slice(at, at + 200);
  const newline = rest.indexOf('\n');
  return newline < 0 ? rest : rest.slice(0, newline);
}

/** Whether `to:`, `body:` or the like comes next; any `word:` will do on a line of its own. */
function fieldFollows(text: string, from: number): boolean {
  let at = from;
  let crossed = false;
  const skipSpace = () => {
    while (at < text.length && /\s/.test(text[at] ?? '')) {
      crossed ||= text[at] === '\n';
      at += 1;
    }
  };
  skipSpace();
  if (text[at] === '<' || text[at] === '{') {
    at += 1;
    skipSpace();
  }
  const field = crossed ? ANY_FIELD : KNOWN_FIELD;
  field.lastIndex = at;
  if (field.test(text)) return true;
  KNOWN_FIELD.lastIndex = at;
  return KNOWN_FIELD.test(text);
}
