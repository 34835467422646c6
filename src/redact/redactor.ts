/** Puts pseudonyms in the place of what is hidden, the same for the same string everywhere. */
import type { Trial } from '../trial/types.ts';
import { addressKey, findAddresses, isPseudonymDomain } from './addresses.ts';
import type { Findings } from './gather.ts';
import { createFinder, UNSPACED, type Literal } from './multi-string-finder.ts';
import { createNameFinder } from './names.ts';
import { readable, readings } from './readings.ts';
import { rulePattern } from './rules.ts';
import { mapTrial } from './strings.ts';
import type { Replaced, ReplacedKind, RedactSpec, Tally } from './types.ts';

export type Redactor = {
  /** A text with its pseudonyms. Redacting twice changes nothing more. */
  readonly text: (text: string) => string;
  /** The trial with every string of it redacted, and what was replaced in `meta.redacted`. */
  readonly trial: (trial: Trial) => Trial;
  /** How many strings of each kind have been replaced so far. */
  readonly tally: () => Tally;
  /** What has been replaced so far, each original once. */
  readonly replaced: () => readonly Replaced[];
  /** The same, as another redactor takes it. */
  readonly counted: () => readonly Counted[];
  /** The same as what to look for in things that were made of redacted trials. */
  readonly originals: () => readonly Literal<string>[];
};

type Span = {
  readonly start: number;
  readonly end: number;
  readonly kind: ReplacedKind;
  readonly pseudonym: string;
  /** What was found, as it is read. */
  readonly read: string;
  readonly whole: boolean;
  readonly exact: boolean;
};

/** Where two overlap, the earlier kind names the whole. */
const RANK: Readonly<Record<ReplacedKind, number>> = { listed: 0, keys: 1, emails: 2, names: 3 };
/** Characters of texts whose redaction is remembered: prompts repeat in hundreds of trials. */
const KEPT = 16 * 1024 * 1024;
/** Looks at one text. One is enough for almost all, a second for almost all others. */
const MOST_ROUNDS = 8;

type Kept = {
  readonly text: string;
  readonly spans: readonly (Span & { readonly original: string })[];
};

/** A string that was replaced, with how to look for it. */
export type Counted = Replaced & Pick<Span, 'read' | 'whole' | 'exact'>;

/** A redactor that goes on from what another one of the same findings has replaced. */
export function createRedactor(
  findings: Findings,
  spec: RedactSpec,
  before: readonly Counted[] = [],
): Redactor {
  const find = createSpanFinder(findings, spec);
  const counts = new Map(before.map((one) => [countedAs(one), one]));
  let kept = new Map<string, Kept>();
  let size = 0;
  let tally: Record<string, number> = {};

  function redact(text: string): Kept {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = { text, spans: [] as (Span & { readonly original: string })[] };
    // A pseudonym ends a word that went on before, so a second look can find a name beside it.
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const spans = joined(find(made.text));
      if (spans.length === 0) break;
      let changed = '';
      let at = 0;
      for (const span of spans) {
        const { start, end, pseudonym } = span;
        made.spans.push({ ...span, original: made.text.slice(start, end) });
        changed += made.text.slice(at, start) + pseudonym;
        at = end;
      }
      made.text = changed + made.text.slice(at);
    }
    if (size > KEPT) [kept, size] = [new Map(), 0];
    kept.set(text, made);
    size += text.length;
    return made;
  }

  function counted(text: string): string {
    const { text: changed, spans } = redact(text);
    for (const { kind, original, pseudonym, read, whole, exact } of spans) {
      tally[kind] = (tally[kind] ?? 0) + 1;
      const name = countedAs({ kind, original, exact });
      const count = (counts.get(name)?.count ?? 0) + 1;
      counts.set(name, { kind, pseudonym, original, read, count, whole, exact });
    }
    return changed;
  }

  return {
    text: counted,
    trial: (trial) => {
      tally = {};
      const changed = mapTrial(trial, counted);
      return { ...changed, meta: { ...changed.meta, redacted: complete(tally, spec) } };
    },
    tally: () => {
      const all: Partial<Record<ReplacedKind, number>> = {};
      for (const { kind, count } of counts.values()) all[kind] = (all[kind] ?? 0) + count;
      return complete(all, spec);
    },
    replaced: () =>
      [...counts.values()].map(({ kind, pseudonym, original, count }) => ({
        kind,
        pseudonym,
        original,
        count,
      })),
    counted: () => [...counts.values()],
    originals: () =>
      [...counts.values()].flatMap(({ original, read, pseudonym, whole, exact }) => [
        { text: read, whole, exact, value: pseudonym },
        // Other forms are looked for as they stand, too: `\u005aebulon`.
        ...(original === read ? [] : [{ text: original, whole, exact, value: pseudonym }]),
      ]),
  };
}

/** What is counted together: the same string of the same kind. */
function countedAs({
  kind,
  original,
  exact,
}: Pick<Counted, 'kind' | 'original' | 'exact'>): string {
  return `${kind} ${exact} ${original}`;
}

/** A tally with a number for every kind that was looked for. */
function complete(tally: Tally, { kinds, rules, names }: RedactSpec): Tally {
  const looked: readonly ReplacedKind[] = [
    ...(kinds.includes('names') || names.length > 0 ? (['names'] as const) : []),
    ...kinds.filter((kind) => kind !== 'names'),
    ...(rules.length > 0 ? (['listed'] as const) : []),
  ];
  const all = new Set<ReplacedKind>([...looked, ...(Object.keys(tally) as ReplacedKind[])]);
  return Object.fromEntries([...all].map((kind) => [kind, tally[kind] ?? 0]));
}

type Finder = (text: string) => readonly Omit<Span, 'read'>[];

/** Everything in a text that is to be hidden, in whatever form it is written. */
function createSpanFinder(findings: Findings, spec: RedactSpec): (text: string) => readonly Span[] {
  const find = createPlainFinder(findings, spec);
  return (text) => {
    const spans: Span[] = [];
    for (const { text: read, source } of readings(text)) {
      for (const span of find(read)) {
        const place = source(span.start, span.end);
        if (place === undefined) continue;
        spans.push({ ...span, ...place, read: read.slice(span.start, span.end) });
      }
    }
    return spans;
  };
}

type Value = Pick<Span, 'kind' | 'pseudonym'>;

function createPlainFinder(
  { people, addresses, domains, secrets }: Findings,
  { kinds, rules }: RedactSpec,
): Finder {
  const shown = new Set(kinds.includes('names') ? people.all : people.listed);
  const findNames = createNameFinder([...shown]);
  const findLiterals = createFinder<Value>([
    ...rules
      .filter(({ isPattern }) => !isPattern)
      .flatMap((rule) =>
        forms(rule.find).map((text) => ({
          text,
          whole: true,
          exact: false,
          value: { kind: 'listed' as const, pseudonym: rule.with },
        })),
      ),
    ...(kinds.includes('keys') ? secrets : []).map(({ text, name, number }) => ({
      text,
      // One of letters alone may be part of ordinary words.
      whole: /^\p{L}+$/u.test(text),
      exact: false,
      value: { kind: 'keys' as const, pseudonym: `[key ${number}: ${name}]` },
    })),
    // A domain says whose address it was, wherever it stands.
    ...(kinds.includes('emails') ? [...domains] : [])
      .filter(([domain]) => !isPseudonymDomain(domain))
      .map(([domain, number]) => ({
        text: domain,
        whole: true,
        exact: false,
        value: { kind: 'emails' as const, pseudonym: `org-${number}.example` },
      })),
    // Where no spaces stand between words, a name is found as a string.
    ...[...shown].flatMap(({ words, number }) =>
      [...words.keys()]
        .filter((word) => UNSPACED.test(word))
        .map((word) => ({
          text: word,
          whole: false,
          exact: false,
          value: { kind: 'names' as const, pseudonym: `Person ${number}` },
        })),
    ),
  ]);
  const patterns = rules
    .filter(({ isPattern }) => isPattern)
    .map((rule) => ({ pattern: rulePattern(rule.find), pseudonym: rule.with }));

  return (text) => {
    const spans: Omit<Span, 'read'>[] = [];
    for (const { start, end, literal } of findLiterals(text)) {
      spans.push({ start, end, ...literal.value, whole: literal.whole, exact: false });
    }
    for (const { pattern, pseudonym } of patterns) {
      for (const { index, 0: match } of text.matchAll(pattern)) {
        const end = index + match.length;
        spans.push({ start: index, end, kind: 'listed', pseudonym, whole: true, exact: false });
      }
    }
    if (kinds.includes('emails') || shown.size > 0) {
      for (const address of findAddresses(text)) {
        const person = people.byAddress.get(addressKey(address));
        const isHidden = kinds.includes('emails') || (person !== undefined && shown.has(person));
        if (!isHidden) continue;
        const number = domains.get(address.domain.toLowerCase()) ?? 0;
        const who =
          person === undefined
            ? `address-${addresses.get(addressKey(address)) ?? 0}`
            : `person-${person.number}`;
        const { start, end } = address;
        const pseudonym = `${who}@org-${number}.example`;
        spans.push({ start, end, kind: 'emails', pseudonym, whole: true, exact: false });
      }
    }
    for (const { start, end, persons, capital } of findNames(text)) {
      const pseudonym = nameFor(persons, text.slice(start, end));
      spans.push({ start, end, kind: 'names', pseudonym, whole: true, exact: capital });
    }
    return spans;
  };
}

/** A listed string as it was written and as it is read. */
function forms(text: string): readonly string[] {
  return [...new Set([text, readable(text)])];
}

/** How many persons who share a name are told apart by their numbers. */
const MOST_NAMED = 3;

/** `Person 3`; `person-3` in ids and addresses, where names are in lower case. */
function nameFor(persons: readonly number[], original: string): string {
  const numbers =
    persons.slice(0, MOST_NAMED).join(' or ') + (persons.length > MOST_NAMED ? ' or more' : '');
  const name = `Person ${numbers}`;
  return original === original.toLowerCase() && original !== original.toUpperCase()
    ? name.toLowerCase().replaceAll(' ', '-')
    : name;
}

/** Spans in order; those that overlap are one, so that no character of any of them is left. */
function joined(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = found.at(-1);
    if (last === undefined || span.start >= last.end) {
      found.push(span);
      continue;
    }
    const first = RANK[span.kind] < RANK[last.kind] ? span : last;
    const end = Math.max(last.end, span.end);
    const isGrown = end > first.end || last.start < first.start;
    found[found.length - 1] = {
      ...first,
      start: last.start,
      end,
      ...(isGrown ? { whole: false, exact: false } : {}),
    };
  }
  return found;
}
