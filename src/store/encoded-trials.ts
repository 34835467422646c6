/**
 * Encodes trials for the database. What takes time and needs no database is done here (texts encoded,
 * hashed, those that were encoded before left out, compressed), so that another thread can do it.
 */
import { hash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import { factsOf, type TrialFacts } from '../trial/catalogue.ts';
import { fieldsOf, type FieldValues } from '../trial/collection-fields.ts';
import { textForIndex } from '../text/words.ts';
import { searchable } from '../trial/searchable.ts';
import type { Trial, Turn } from '../trial/types.ts';
import type { EncodedBatch, TrialAbout, TrialEncoder } from './store.ts';
import { FLAGS } from './flags.ts';

/** Where a text is: bytes of a decompressed block. */
export type TextSlice = {
  readonly block: number;
  readonly start: number;
  readonly length: number;
  /** 1: as a JSON string, because UTF-8 cannot carry it. */
  readonly json: 0 | 1;
};

/** Texts one after the other: small ones alone compress badly. */
export type Block = {
  readonly text: Uint8Array<ArrayBuffer>;
  /** The same, compressed. */
  readonly body: Uint8Array<ArrayBuffer>;
};

export type EncodedPassage = {
  readonly hash: string;
  readonly kind: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  readonly draft: 0 | 1;
  /** Of the batch's own blocks, from 0. */
  readonly slice: TextSlice;
  /** What can be searched, where that is not the slice as it is. */
  readonly words?: string | undefined;
};

export type EncodedTrial = TrialAbout & {
  /** What the trial is listed and filtered by. */
  readonly facts: TrialFacts;
  /** `FLAGS`, for `has:`. */
  readonly flags: number;
  /** What it brings along of scores and metadata; left out where there is none. */
  readonly fields?: readonly FieldValues[] | undefined;
  /** What of the trial is not in its passages; the id as the source has it. */
  readonly record: TextSlice;
  /** A passage for each turn, then the judge's words; the hash alone of one that was encoded before. */
  readonly passages: readonly (EncodedPassage | string)[];
};

const BLOCK_BYTES = 128 * 1024;
const ROOM_BYTES = BLOCK_BYTES + 16 * 1024;
/** The output in one piece: several would be put together, which leaves as much again behind. */
const ZSTD = {
  chunkSize: BLOCK_BYTES,
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};
/** Passages that are remembered, so that repeated prompts are encoded but not compressed again. */
const PASSAGES_KEPT = 20_000;
/** 128 bits in base64: nobody can make two texts that share so much of their SHA-256. */
const HASH_CHARACTERS = 22;

/** An encoder. All that it encodes has to go into the same database, in this order. */
export function createEncoder(): TrialEncoder {
  let trials: EncodedTrial[] = [];
  let blocks: Block[] = [];
  let room = Buffer.allocUnsafeSlow(ROOM_BYTES);
  let used = 0;
  let size = 0;
  let seen = new Set<string>();
  let before = new Set<string>();

  /** Puts text at a place of the block, which grows where it must; returns its length. */
  function write(text: string, at: number): number {
    // A unit of UTF-16 is at most three bytes.
    if (at + 3 * text.length > room.length) {
      const end = at + Buffer.byteLength(text);
      if (end > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(end, 2 * room.length));
        room.copy(larger, 0, 0, at);
        room = larger;
      }
    }
    return room.write(text, at);
  }

  /** Writes a text behind those that were taken; it is forgotten if another is written instead. */
  function offer(text: string): TextSlice {
    // UTF-8 has no lone surrogates; JSON escapes them, so that evidence is kept to the letter.
    const json = text.isWellFormed() ? 0 : 1;
    const length = write(json === 1 ? JSON.stringify(text) : text, used);
    // A block that nothing is written into is never kept: an empty text is in the one before it.
    const block = length === 0 && used === 0 ? Math.max(0, blocks.length - 1) : blocks.length;
    return { block, start: used, length, json };
  }

  function take({ length }: TextSlice): void {
    used += length;
    size += length;
    if (used >= BLOCK_BYTES) endBlock();
  }

  function endBlock(): void {
    if (used === 0) return;
    const text = room.subarray(0, used);
    blocks.push({ text, body: alone(zstdCompressSync(text, ZSTD)) });
    room = Buffer.allocUnsafeSlow(ROOM_BYTES);
    used = 0;
  }

  function encodePassage(kind: string, turn: Partial<Turn>, text: string): EncodedPassage | string {
    const { from, to, subject } = turn;
    const draft = turn.draft === true ? 1 : 0;
    const slice = offer(text);
    const name = hashOf(slice, [kind, from, to, subject, draft]);
    if (seen.has(name)) return name;
    const isKnown = before.has(name);
    seen.add(name);
    // What was not met among the last ones is forgotten with its generation, all at once.
    if (seen.size >= PASSAGES_KEPT) [before, seen] = [seen, new Set()];
    if (isKnown) return name;
    take(slice);
    // As long in bytes as in characters: all ASCII, which the index knows by itself.
    const isAscii = slice.json === 0 && slice.length === text.length;
    const indexed = isAscii ? text : textForIndex(text);
    const words = slice.json === 1 || indexed !== text ? indexed : undefined;
    return { hash: name, kind, from, to, subject, draft, slice, words };
  }

  /** The identity of a passage: what it says, and what of its headers can be asked for. */
  function hashOf({ start, length, json }: TextSlice, headers: readonly unknown[]): string {
    const end = start + length;
    const tail = write(JSON.stringify([...headers, length, json]), end);
    return hash('sha256', room.subarray(start, end + tail), 'base64url').slice(0, HASH_CHARACTERS);
  }

  return {
    add: (trial, about = {}) => {
      const record = offer(recordOf(trial));
      take(record);
      if (about.isOutline === true) {
        trials.push({
          facts: { ...factsOf(trial), turns: undefined },
          flags: flagsOf(trial),
          record,
          passages: [],
          ...about,
        });
        return;
      }
      const passages = trial.turns.map((turn) =>
        encodePassage(turn.kind, turn, searchable(turn).passage),
      );
      const { rationale = '' } = trial.verdict;
      if (rationale !== '') passages.push(encodePassage('rationale', {}, rationale));
      const [facts, flags] = [factsOf(trial), flagsOf(trial)];
      const fields = fieldsOf(trial);
      const brought = fields.length === 0 ? {} : { fields };
      trials.push({ facts, flags, ...brought, record, passages, ...about });
    },
    size: () => size,
    finish: () => {
      endBlock();
      const batch: EncodedBatch = {
        rows: trials,
        buffers: blocks.flatMap(({ text, body }) => [text, body]),
        size,
      };
      [trials, blocks, size] = [[], [], 0];
      return batch;
    },
  };
}

/** The trials and the blocks of a batch that this encoder made. */
export function decodeBatch({ rows, buffers }: EncodedBatch): {
  readonly trials: readonly EncodedTrial[];
  readonly blocks: readonly Block[];
} {
  const blocks: Block[] = [];
  for (let at = 0; at + 1 < buffers.length; at += 2) {
    const [text, body] = [buffers[at], buffers[at + 1]];
    if (text !== undefined && body !== undefined) blocks.push({ text, body });
  }
  return { trials: rows as readonly EncodedTrial[], blocks };
}

/** Bytes in memory of their own, which can be handed to another thread. */
function alone(bytes: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const copy = new Uint8Array(bytes);
  // Too large for Node's pool of small buffers, so that it is nobody else's.
  bytes.buffer.transfer(0);
  return copy;
}

/** A trial without what its passages have: texts, headers, the judge's words. */
function recordOf(trial: Trial): string {
  const { rationale } = trial.verdict;
  return JSON.stringify({
    ...trial,
    verdict: { ...trial.verdict, rationale: rationale === '' ? '' : undefined },
    turns: trial.turns.map((turn) => ({
      ...turn,
      text: undefined,
      from: unlessKept(turn.from),
      to: unlessKept(turn.to),
      subject: unlessKept(turn.subject),
    })),
  });
}

/** Null for what the passage keeps beside its text; UTF-8 has no lone surrogates. */
function unlessKept(header: string | undefined): string | null | undefined {
  return header?.isWellFormed() === true ? null : header;
}

function flagsOf({ turns, verdict }: Trial): number {
  let flags = verdict.outcome === 'error' ? FLAGS.error : 0;
  for (const turn of turns) {
    flags |= FLAGS[turn.kind];
    if (turn.error === true) flags |= FLAGS.error;
    if (turn.draft === true) flags |= FLAGS.draft;
    if (turn.withheld === true) flags |= FLAGS.withheld;
  }
  if ((verdict.rationale ?? '') !== '') flags |= FLAGS.rationale;
  if ((verdict.quotes ?? []).length > 0) flags |= FLAGS.quotes;
  if ((verdict.gates ?? []).length > 0) flags |= FLAGS.gates;
  if (verdict.disputed === true) flags |= FLAGS.disputed;
  return flags;
}
