/**
 * The first walk over a collection: everything that will have a pseudonym, in the order in which it
 * is first met. The order of a collection is that of its files, so the same data has the same
 * pseudonyms in every run.
 */
import { hash } from 'node:crypto';
import { splitRecipients } from '../trial/tool-call-fields.ts';
import type { Trial, Turn } from '../trial/types.ts';
import { fold } from '../text/words.ts';
import { addressKey, findAddresses, type Address } from './addresses.ts';
import { createPairGatherer } from './pairs.ts';
import { createPeopleGatherer, type People } from './people.ts';
import { readable, readings } from './readings.ts';
import { assignments, findSecrets, type Secret } from './secrets.ts';
import { stringsOf } from './strings.ts';
import type { RedactSpec } from './types.ts';

export type Findings = {
  readonly people: People;
  /** Numbers of addresses that belong to no person, and of the domains of all. */
  readonly addresses: ReadonlyMap<string, number>;
  readonly domains: ReadonlyMap<string, number>;
  /** Each with its number; two forms of one secret have the same. */
  readonly secrets: readonly (Secret & { readonly number: number })[];
};

export type Gatherer = {
  readonly trial: (trial: Trial) => Promise<void>;
  /** A string beside the trials: a file's name, a problem. */
  readonly text: (text: string) => void;
  readonly findings: () => Promise<Findings>;
};

/** Characters of texts that are looked through for secrets in one go. */
const PENDING = 1024 * 1024;
/** Lines at a letter's end that may be a signature, and how long one is at most. */
const SIGNATURE_LINES = 4;
const SIGNATURE_CHARACTERS = 80;
/** Characters before an address in which the name beside it is looked for. */
const NAME_BEFORE = 200;

export function createGatherer(spec: RedactSpec): Gatherer {
  const people = createPeopleGatherer();
  const addresses = new Map<string, Pick<Address, 'local' | 'domain'>>();
  const seen = new Set<string>();
  const secrets = new Map<string, Secret & { readonly number: number }>();
  const secretNumbers = new Map<string, number>();
  const pairs = createPairGatherer();
  const hasNames = spec.kinds.includes('names') || spec.names.length > 0;
  const models = new Set<string>();
  let pending: string[] = [];
  let size = 0;

  async function lookForSecrets(): Promise<void> {
    const texts = pending;
    [pending, size] = [[], 0];
    for (const secret of await findSecrets(texts)) {
      if (secrets.has(secret.text)) continue;
      const plain = readable(secret.text);
      const number = secretNumbers.get(plain) ?? secretNumbers.size + 1;
      secretNumbers.set(plain, number);
      secrets.set(secret.text, { ...secret, number });
    }
  }

  function noteAddress(address: Address, shown?: string): void {
    const key = addressKey(address);
    if (!addresses.has(key)) addresses.set(key, address);
    people.address(address, shown);
  }

  function text(one: string): void {
    if (one.length < 3) return;
    const name = one.length < 40 ? one : hash('sha1', one, 'base64');
    if (seen.has(name)) return;
    seen.add(name);
    for (const { text: read, source } of readings(one)) {
      for (const address of findAddresses(read)) {
        if (source(address.start, address.end) === undefined) continue;
        noteAddress(address, shownBefore(read, address.start));
      }
      if (hasNames) pairs.text(read);
      if (spec.kinds.includes('keys')) look(read);
    }
  }

  function look(one: string): void {
    pending.push(one);
    size += one.length;
  }

  /** A field with people in it: `Kyle Johnson <kyle@x.com>, d.harrow@x.com`. */
  function header(value: string | undefined): readonly Address[] {
    if (value === undefined) return [];
    return splitRecipients(readable(value)).flatMap((recipient) => {
      const found = findAddresses(recipient);
      const [first] = found;
      if (first === undefined) people.name(recipient);
      else {
        const before = recipient.slice(Math.max(0, first.start - NAME_BEFORE), first.start);
        noteAddress(first, before.replace(/[<(\s]{1,200}$/, ''));
      }
      return found;
    });
  }

  function letter(turn: Turn): void {
    const from = header(turn.from);
    const to = header(turn.to);
    header(turn.cc);
    for (const more of [turn.meta, turn.args]) {
      for (const name of ['bcc', 'reply_to']) {
        const value = more?.[name];
        if (typeof value === 'string') header(value);
      }
    }
    if (from.length === 0 && to.length === 0) return;
    const lines = turn.text.split('\n').filter((line) => line.trim() !== '');
    const [first] = lines;
    if (to.length === 1 && to[0] !== undefined && first !== undefined) {
      if (first.length <= SIGNATURE_CHARACTERS) people.greeting(to[0], first);
    }
    if (from.length !== 1 || from[0] === undefined) return;
    for (const line of lines.slice(1).slice(-SIGNATURE_LINES)) {
      if (line.length <= SIGNATURE_CHARACTERS) people.signature(from[0], line);
    }
  }

  return {
    trial: async (trial) => {
      for (const [word] of trial.model.matchAll(/\p{L}+/gu)) models.add(fold(word));
      for (const turn of trial.turns) {
        if (turn.kind === 'email' || turn.kind === 'action') letter(turn);
      }
      for (const one of stringsOf(trial)) text(one);
      if (spec.kinds.includes('keys')) for (const one of assignments(trial)) look(one);
      if (size >= PENDING) await lookForSecrets();
    },
    text,
    findings: async () => {
      await lookForSecrets();
      // A model's own name is what everybody asks for; nobody is hidden behind it.
      const keep = new Set([...models, ...spec.keep.map((word) => fold(word))]);
      const found = people.people(keep, spec.names, pairs.pairs);
      const domains = new Map<string, number>();
      const others = new Map<string, number>();
      for (const [key, { domain }] of addresses) {
        const name = domain.toLowerCase();
        if (!domains.has(name)) domains.set(name, domains.size + 1);
        if (!found.byAddress.has(key)) others.set(key, others.size + 1);
      }
      return { people: found, addresses: others, domains, secrets: [...secrets.values()] };
    },
  };
}

/** `Kyle Johnson` of `From: Kyle Johnson <kyle@x.com>`. */
function shownBefore(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - 64), at);
  return /(?:^|[^\p{L}\p{M}.'’ -])([\p{L}\p{M}.'’ -]{2,60})<$/u.exec(before)?.[1]?.trim();
}
