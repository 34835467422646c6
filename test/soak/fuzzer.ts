/** What the fuzz tests share: inputs made by changing good ones, or by a grammar, tried one by one. */
import { isOver, randomOf, type Random, type Soak, type SoakOptions } from './soak.ts';

export type FuzzTarget = {
  readonly name: string;
  readonly suite: number;
  /** Good inputs, to be changed. */
  readonly seeds: readonly Uint8Array[];
  /** Pieces of text that mean something to what reads it. */
  readonly pieces: readonly string[];
  /** Makes an input from nothing. */
  readonly grammar?: (random: Random) => Uint8Array;
  /** Tries one input; gives what is wrong in a line, or throws. */
  readonly attempt: (input: Uint8Array) => Promise<string | undefined> | string | undefined;
};

/** No input grows larger than this. */
const MOST_BYTES = 256 * 1024;
/** Of one kind of finding, so many are told: one mistake is met by many inputs. */
const MOST_ALIKE = 3;

export function fuzzSoak(target: FuzzTarget): Soak {
  const attempt = async (input: Uint8Array): Promise<string | undefined> => {
    const emitWarning = process.emitWarning.bind(process);
    let warned: string | undefined;
    process.emitWarning = (warning: string | Error): void => {
      warned ??= typeof warning === 'string' ? warning : warning.message;
    };
    try {
      const wrong = await target.attempt(input);
      // What a library says past us would reach the terminal as it is.
      return wrong ?? (warned === undefined ? undefined : `warns past us: ${warned.slice(0, 60)}`);
    } catch (error) {
      return `throws ${whereOf(error)}`;
    } finally {
      process.emitWarning = emitWarning;
    }
  };
  return {
    name: target.name,
    suite: target.suite,
    run: async (options: SoakOptions) => {
      const random = randomOf(options.seed);
      const told = new Map<string, number>();
      let runs = 0;
      for (; !isOver(options, runs); runs += 1) {
        const input = inputOf(target, random);
        options.trying(input);
        // One after the other: what is tried is known if it never ends.
        const wrong = await attempt(input);
        if (wrong === undefined) continue;
        const alike = (told.get(wrong) ?? 0) + 1;
        told.set(wrong, alike);
        if (alike > MOST_ALIKE) continue;
        options.report({ what: wrong, input: await minimised(input, wrong, attempt) });
      }
      return { runs };
    },
    replay: async (input, report) => {
      const wrong = await attempt(input);
      if (wrong !== undefined) report({ what: wrong, input });
    },
  };
}

/** An error's name, message and the first place in our own sources: equal for one mistake. */
export function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  const frame = error.stack?.split('\n').find((line) => /\/(src|test)\//.test(line));
  const place = frame?.replace(/^.*\/((?:src|test)\/[^:)]+:\d+).*$/, '$1') ?? 'unknown';
  return `${error.name}: ${error.message.slice(0, 200)} at ${place}`;
}

function inputOf({ seeds, pieces, grammar }: FuzzTarget, random: Random): Uint8Array {
  const isMade = grammar !== undefined && (seeds.length === 0 || random.chance(0.4));
  let bytes: Buffer = Buffer.from(isMade ? grammar(random) : random.pick(seeds));
  if (isMade && random.chance(0.7)) return bytes;
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    bytes = changed(bytes, { seeds, pieces }, random);
  }
  return bytes.subarray(0, MOST_BYTES);
}

type Material = Pick<FuzzTarget, 'seeds' | 'pieces'>;

function changed(bytes: Buffer, { seeds, pieces }: Material, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const size = random.below(1 + Math.min(bytes.length - at, random.pick([4, 40, 4000])));
  const [before, taken, after] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + size),
    bytes.subarray(at + size),
  ];
  switch (random.below(9)) {
    case 0:
      return Buffer.from(before);
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, Buffer.from(pieceOf(pieces, random)), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, Buffer.from(pieceOf(pieces, random)), after]);
    case 4:
      return Buffer.concat([before, taken, taken, after]);
    case 5: {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return copy;
    }
    case 6: {
      const other = seeds.length === 0 ? bytes : Buffer.from(random.pick(seeds));
      const from = random.below(other.length + 1);
      return Buffer.concat([before, other.subarray(from, from + 2000), after]);
    }
    case 7: {
      const byte = Buffer.from([random.below(256)]);
      return Buffer.concat([before, byte, after]);
    }
    default:
      return otherValue(bytes, random);
  }
}

const VALUES = [
  'null',
  '7',
  '-1',
  '1e999',
  '""',
  '"w"',
  '[]',
  '{}',
  '[null]',
  'true',
  '[[{}]]',
  '9007199254740993',
  '"\\ud800"',
  '{"__proto__":1}',
];

/** A JSON value of another kind, where a value stands. */
function otherValue(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|-?\d+|true|false|null|\[|\{)/g)];
  if (found.length === 0) return bytes;
  const one = random.pick(found);
  const [whole, given = ''] = one;
  const start = one.index + whole.length - given.length;
  const opens = given === '[' || given === '{';
  const rest = `${opens ? `,"k":${given}` : ''}${text.slice(start + given.length)}`;
  return Buffer.from(text.slice(0, start) + random.pick(VALUES) + rest, 'latin1');
}

function pieceOf(pieces: readonly string[], random: Random): string {
  const piece = random.pick(pieces);
  return random.chance(0.02) ? piece.repeat(random.pick([10, 1000, 20_000])) : piece;
}

/** The same finding from fewer bytes: parts are left out while it stays, for so many tries. */
async function minimised(
  input: Uint8Array,
  wrong: string,
  attempt: (input: Uint8Array) => Promise<string | undefined>,
): Promise<Uint8Array> {
  let best = Buffer.from(input);
  let tries = 0;
  for (
    let size = Math.ceil(best.length / 2);
    size >= 1 && tries < 2000;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < best.length && tries < 2000; tries += 1) {
      const fewer = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      if ((await attempt(fewer)) === wrong) best = fewer;
      else at += size;
    }
  }
  return best;
}

/** Texts as inputs. */
export function bytesOf(texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => Buffer.from(text));
}
