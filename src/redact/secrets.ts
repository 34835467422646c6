/**
 * Secrets in running text. The rules are secretlint's, which follow the providers' formats as they
 * change; a short table adds what those leave to other tools, or take only in its strictest form.
 */
import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

// It measures every rule on every text, and keeps all of that: memory without end.
secretLintProfiler.setEnabled(false);

export type Secret = { readonly text: string; readonly name: string };

/**
 * Formats of our own. No pattern has two repetitions that can share characters, so none is slow.
 * - AWS access key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 * - Google API keys: https://cloud.google.com/docs/authentication/api-keys
 * - JSON Web Tokens: RFC 7519, three base64url parts, the first two of which are JSON (`eyJ`)
 * - `sk-…`, `sk_live_…`: keys of OpenAI, Anthropic, OpenRouter, Stripe and others that took the habit
 * - Hugging Face tokens: https://huggingface.co/docs/hub/security-tokens
 * - GitHub tokens: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 * - bearer tokens: RFC 6750
 */
const FORMATS: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  /** Whether what fits is one, where the pattern alone cannot say. */
  readonly isSecret?: (text: string) => boolean;
}[] = [
  {
    name: 'AWS key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  },
  { name: 'Google key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { name: 'token', pattern: /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ[\w-]{4,8000}\.[\w-]{8,2000}/g },
  { name: 'API key', pattern: /(?<![A-Za-z0-9])(?:sk|rk|pk)[-_](?=[\w-]{0,250}\d)[\w-]{16,250}/g },
  { name: 'Hugging Face token', pattern: /(?<![\w-])hf_[A-Za-z0-9]{20,60}/g },
  {
    name: 'GitHub token',
    pattern: /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/g,
  },
  { name: 'bearer token', pattern: /(?<=\bbearer[ \t])[\w.~+/=-]{16,4000}/gi },
  {
    name: 'credentials',
    pattern:
      /(?<=\bauthorization["']{0,2}[ \t]{0,3}[:=][ \t]{0,3}["']?(?:basic|bearer|token|digest|negotiate)[ \t])[\w.~+/=-]{4,4000}/gi,
  },
  {
    name: 'credentials',
    pattern: /(?<=\bbasic[ \t])[\w+/-]{6,400}={0,2}(?!\w)/gi,
    // `name:password`; else it is a word of prose.
    isSecret: (text) =>
      /^(?=[^:]{1,300}:)[\x20-\x7E]{3,300}$/.test(Buffer.from(text, 'base64').toString()),
  },
  {
    name: 'password',
    pattern: /(?<=\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/]{0,100}:)[^\s@/"'<>]{2,200}(?=@)/gi,
  },
];

/** `password = …`: what is assigned, which begins after the sign, quoted or not. */
const ASSIGNED =
  /(?:passw(?:or)?d|passwd|pwd|passphrase|passcode|secret(?:[_-]?key)?|api[_-]?key|access[_-]?(?:key|token)|(?:auth|session|refresh|bearer)[_-]?token|client[_-]?secret|private[_-]?key|credentials?|x-api-key|x-auth-token|set-cookie|session[_-]?id)["']{0,2}[ \t]{0,3}(?:[:=]|:=|=>)[ \t]{0,3}(?:"([^"\r\n]{4,200})"|'([^'\r\n]{4,200})'|([^\s"',;<>()[\]{}]{4,200}))/gi;

/** `DB_PASSWORD=…`, as shells and settings have it: a name in capitals, and no blank around the sign. */
const SET =
  /(?<![A-Za-z0-9])(?:[A-Z0-9]{1,30}_){0,6}(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|PWD|CREDENTIALS?|AUTH|COOKIE)=(?:"([^"\r\n]{4,200})"|'([^'\r\n]{4,200})'|([^\s"',;<>()[\]{}]{4,200}))/g;

/** What stands in a secret's place where there is none. */
const PLACEHOLDER =
  /^(?:required|optional|none|null|undefined|true|false|string|unknown|missing|empty|redacted|change_?me|example|yours?|your[\w-]*|password|passwd|secret|token|test|admin|user|\*+|\.+|x+|-+|<.*>?|\[.*|\$.*|%.*%|\{.*)$/i;
const LONGEST_VALUE = 200;
const CREDENTIAL =
  /^(?:authorization|cookie|.{0,40}(?:passw(?:or)?d|passphrase|passcode|pwd|secret|api[_-]?key|token|credentials?))$/i;

/** Fields of a trial's free data that are named like a secret, written as an assignment. */
export function* assignments(value: unknown): Generator<string> {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, one] of Object.entries(next)) {
      if (typeof one !== 'string') waiting.push(one);
      else if (one.length <= LONGEST_VALUE && CREDENTIAL.test(name) && !one.includes('"')) {
        yield `password: "${one}"`;
      }
    }
  }
}

/** Texts are looked through together: a look has a price of its own. Characters. */
const BATCH = 24 * 1024;
const BETWEEN = '\n\n\u0000\n\n';

/** The secrets of many texts, each once, in the order in which they stand. */
export async function findSecrets(texts: readonly string[]): Promise<readonly Secret[]> {
  const found = new Map<string, string>();
  for (const batch of batches(texts)) {
    for (const { text, name } of await batchSecrets(batch)) {
      if (!found.has(text)) found.set(text, name);
    }
  }
  return [...found].map(([text, name]) => ({ text, name }));
}

function* batches(texts: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let size = 0;
  for (const text of texts) {
    batch.push(text);
    size += text.length + BETWEEN.length;
    if (size < BATCH) continue;
    yield batch;
    [batch, size] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

async function batchSecrets(texts: readonly string[]): Promise<readonly Secret[]> {
  const text = texts.join(BETWEEN);
  const spans = [...ownSpans(text), ...(await lintSpans(text))];
  // A finding that runs over the end of a text is none of either; each is looked at by itself.
  if (
    texts.length > 1 &&
    spans.some(({ start, end }) => text.slice(start, end).includes('\u0000'))
  ) {
    const single = await Promise.all(texts.map((one) => batchSecrets([one])));
    return single.flat();
  }
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map(({ start, end, name }) => ({ text: text.slice(start, end), name }));
}

type Span = { readonly start: number; readonly end: number; readonly name: string };

function ownSpans(text: string): readonly Span[] {
  const formats = FORMATS.flatMap(({ name, pattern, isSecret }) =>
    Array.from(text.matchAll(pattern))
      .filter(([match]) => !PLACEHOLDER.test(match) && isSecret?.(match) !== false)
      .map(({ index, 0: match }): Span => ({ start: index, end: index + match.length, name })),
  );
  return [
    ...formats,
    ...assigned(text, ASSIGNED, isLikelyValue),
    ...assigned(text, SET, () => true),
  ];
}

/** What is assigned: taken as it is where it is quoted, else where `isValue` says so. */
function assigned(
  text: string,
  pattern: RegExp,
  isValue: (value: string) => boolean,
): readonly Span[] {
  return Array.from(text.matchAll(pattern)).flatMap(
    ({ index, 0: match, 1: two, 2: one, 3: bare }) => {
      const quoted = two ?? one;
      const value = quoted ?? bare ?? '';
      if (PLACEHOLDER.test(value)) return [];
      if (quoted === undefined ? !isValue(value) : /\s.*\s/.test(value)) return [];
      const end = index + match.length - (quoted === undefined ? 0 : 1);
      return [{ start: end - value.length, end, name: 'password' }];
    },
  );
}

/** `password: required` is prose: a secret has a digit or a sign, or changes case in the middle; and a date or a time is none. */
function isLikelyValue(value: string): boolean {
  if (/^\d{4}-\d\d-\d\d|^\d{1,2}:\d\d/.test(value)) return false;
  return (
    /\d/.test(value) ||
    /[a-z][A-Z]/.test(value) ||
    /[^\w.:/-]/.test(value.replace(/[.!?…]{1,200}$/, ''))
  );
}

/** Characters that are linted in one go, and how far two goes overlap: more than a private key has. */
const PIECE = 32 * 1024;
const OVERLAP = 8 * 1024;

/** A long text in pieces: whatever a rule makes of one piece, the time is in proportion to the text. */
async function lintSpans(text: string): Promise<readonly Span[]> {
  const spans: Span[] = [];
  for (let at = 0; at === 0 || at + OVERLAP < text.length; at += PIECE - OVERLAP) {
    for (const { start, end, name } of await lintPiece(text.slice(at, at + PIECE))) {
      spans.push({ start: start + at, end: end + at, name });
    }
  }
  return spans;
}

async function lintPiece(content: string): Promise<readonly Span[]> {
  const { messages } = await lintSource({
    source: { content, filePath: 'text.txt', contentType: 'text', ext: '.txt' },
    options: {
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] },
      noPhysicFilePath: true,
    },
  });
  return messages.map(({ range: [start, end], ruleId }) => ({ start, end, name: nameOf(ruleId) }));
}

/** `@secretlint/secretlint-rule-github` → `github key`. */
function nameOf(ruleId: string): string {
  return `${ruleId.replace(/^.*secretlint-rule-/, '')} key`;
}
