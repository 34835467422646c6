/**
 * A model's response as turns: private reasoning, drafts inside it, visible prose, and what the
 * model did. The rules are those of the study's own prompts and of what models make of them.
 */
import { actionTurn } from './tool-call-fields.ts';
import { type Channel, channelsIn } from './channels.ts';
import { findTags, type Tag } from './response-markup.ts';
import type { Turn } from './types.ts';

/**
 * Splits a response. `reasoning` is native reasoning that the source keeps apart; it comes first.
 *
 * - Actions inside reasoning are drafts, and stand after the reasoning they were written in.
 * - Reasoning that never closes ends at the first action: that action is real.
 * - Nothing of the text is lost, except tags, code fences around them and white space.
 *
 * Takes any text and never throws; time grows with its length.
 */
export function splitResponse(response: string, reasoning?: string | null): Turn[] {
  const turns = reasoning == null ? [] : nativeReasoning(reasoning);
  return [...turns, ...visibleTurns(response)];
}

/** True if a text has markup that `splitResponse` understands. */
export function hasMarkup(text: string): boolean {
  return channelsIn(text) !== undefined || findTags(text).length > 0;
}

function visibleTurns(text: string): Turn[] {
  const channels = channelsIn(text);
  if (channels !== undefined) return channels.flatMap(channelTurns);
  const tags = findTags(text);
  const turns: Turn[] = [];
  let at = 0;
  const prose = (to: number) => {
    const words = text.slice(at, to).trim();
    if (words !== '' && !isFence(words)) turns.push({ kind: 'message', text: words });
    at = Math.max(at, to);
  };
  const lastClose = lastCloses(tags);
  let index = 0;
  const orphan = orphanCloser(text, tags);
  if (orphan !== undefined) {
    for (const turn of reasoningTurns(text.slice(0, orphan.tag.start), true)) turns.push(turn);
    at = orphan.tag.end;
    index = orphan.index + 1;
  }
  while (index < tags.length) {
    const tag = tags[index];
    if (tag === undefined) break;
    if (tag.start < at) {
      index += 1;
      continue;
    }
    prose(tag.start);
    if (tag.closes) {
      // A closing tag that closes nothing.
      at = tag.end;
      index += 1;
    } else if (tag.kind === 'reasoning') {
      const block = reasoningBlock(tags, index, lastClose, text.length);
      const content = text.slice(tag.end, block.end);
      const [first, ...others] = reasoningTurns(content, block.repaired);
      // What a tag says besides its name is kept, such as a signature.
      const isNamed = text.slice(tag.start, tag.end).includes('=');
      const raw = isNamed && { raw: text.slice(tag.start, block.next).trim() };
      if (first !== undefined) turns.push({ ...first, ...raw });
      for (const turn of others) turns.push(turn);
      at = block.next;
      index = block.nextIndex;
    } else {
      const block = actionBlock(tags, index, text.length);
      turns.push(blockTurn(text, tag, block));
      at = block.next;
      index = block.nextIndex;
    }
  }
  prose(text.length);
  return turns;
}

function channelTurns({ kind, name, text }: Channel): Turn[] {
  if (kind === 'call') return [actionTurn(name, text)];
  if (kind === 'reasoning') return reasoningTurns(text, false);
  return visibleTurns(text);
}

/** Where a block's content ends, where the text goes on, and with which tag. */
type Block = {
  readonly end: number;
  readonly next: number;
  readonly nextIndex: number;
  readonly repaired: boolean;
};

/** The last closing tag of each reasoning family, as an index. */
function lastCloses(tags: readonly Tag[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const [index, tag] of tags.entries()) {
    if (tag.kind === 'reasoning' && tag.closes) last.set(tag.name, index);
  }
  return last;
}

/**
 * A closing reasoning tag before any opening one: chat templates put `<think>` into the prompt, so
 * all that stands before is reasoning. A scratchpad tag at the very end closes nothing, though.
 */
function orphanCloser(
  text: string,
  tags: readonly Tag[],
): { readonly tag: Tag; readonly index: number } | undefined {
  const index = tags.findIndex((tag) => tag.kind === 'reasoning');
  const tag = tags[index];
  if (tag === undefined || !tag.closes) return undefined;
  if (tag.name === 'scratchpad' && text.slice(tag.end).trim() === '') return undefined;
  // In the middle of a sentence it is spoken of.
  if (text[tag.start - 1] === ' ' && /^ [a-z]/.test(text.slice(tag.end, tag.end + 2))) {
    return undefined;
  }
  return { tag, index };
}

/** The extent of reasoning that opens at `tags[open]`. */
function reasoningBlock(
  tags: readonly Tag[],
  open: number,
  lastClose: ReadonlyMap<string, number>,
  length: number,
): Block {
  const { name } = tags[open] as Tag;
  const closable = (lastClose.get(name) ?? -1) > open;
  let firstAction: number | undefined;
  let nested = 0;
  for (let index = open + 1; index < tags.length; index += 1) {
    const tag = tags[index] as Tag;
    if (tag.kind !== 'reasoning') {
      if (!tag.closes) firstAction ??= index;
      // Reasoning that never closes ends at its first action.
      if (!closable && firstAction !== undefined) break;
      continue;
    }
    if (tag.name !== name) continue;
    if (tag.closes) {
      if (nested === 0 || !closeNext(tags, index, name, 1)) {
        return { end: tag.start, next: tag.end, nextIndex: index + 1, repaired: false };
      }
      nested -= 1;
      continue;
    }
    // Reasoning in reasoning, each with a closing tag of its own.
    if (!tag.lineStart || closeNext(tags, index, name, nested + 2)) {
      nested += 1;
      continue;
    }
    // A second opener: the first block never closed, or this one is meant to close it.
    if (firstAction !== undefined) break;
    const closesLater = (lastClose.get(name) ?? -1) > index;
    return closesLater
      ? { end: tag.start, next: tag.start, nextIndex: index, repaired: true }
      : { end: tag.start, next: tag.end, nextIndex: index + 1, repaired: true };
  }
  const action = firstAction === undefined ? undefined : tags[firstAction];
  const end = action?.start ?? length;
  return { end, next: end, nextIndex: firstAction ?? tags.length, repaired: true };
}

/** Whether the next `count` tags of a reasoning family after `from` are all closing ones. */
function closeNext(tags: readonly Tag[], from: number, name: string, count: number): boolean {
  let closed = 0;
  for (let index = from + 1; index < tags.length && closed < count; index += 1) {
    const tag = tags[index] as Tag;
    if (tag.kind !== 'reasoning' || tag.name !== name) continue;
    if (!tag.closes) return false;
    closed += 1;
  }
  return closed === count;
}

/** The extent of a tool call, an action log or a legacy email that opens at `tags[open]`. */
function actionBlock(tags: readonly Tag[], open: number, length: number): Block {
  const opener = tags[open] as Tag;
  for (let index = open + 1; index < tags.length; index += 1) {
    const tag = tags[index] as Tag;
    if (tag.closes && tag.kind === opener.kind && tag.kind !== 'reasoning') {
      const same = tag.kind === 'log' || (tag.name === opener.name && !tag.odd);
      return { end: tag.start, next: tag.end, nextIndex: index + 1, repaired: !same };
    }
    const ends =
      !tag.closes && tag.lineStart && (tag.kind !== 'legacy' || opener.kind === 'legacy');
    if (ends) return { end: tag.start, next: tag.start, nextIndex: index, repaired: true };
  }
  return { end: length, next: length, nextIndex: tags.length, repaired: true };
}

function blockTurn(text: string, tag: Tag, block: Block): Turn {
  const inner = text.slice(tag.end, block.end);
  if (tag.kind === 'log') {
    const recovered = block.repaired && { recovered: true };
    return { kind: 'note', name: 'action_log', text: inner.trim(), ...recovered };
  }
  const turn = actionTurn(tag.name, tag.kind === 'legacy' ? `to: ${inner.trimStart()}` : inner);
  const recovered = block.repaired || tag.odd || turn.recovered === true;
  const raw = turn.raw !== undefined || recovered;
  return {
    ...turn,
    ...(recovered && { recovered: true }),
    ...(raw && { raw: text.slice(tag.start, block.next).trim() }),
  };
}

/** Reasoning, then the actions drafted in it. Blank reasoning gives no turn. */
function reasoningTurns(content: string, repaired: boolean): Turn[] {
  const tags = findTags(content);
  const drafts: Turn[] = [];
  const pieces: string[] = [];
  let at = 0;
  let index = 0;
  while (index < tags.length) {
    const tag = tags[index] as Tag;
    if (tag.closes || tag.kind !== 'action' || tag.start < at) {
      index += 1;
      continue;
    }
    const block = actionBlock(tags, index, content.length);
    pieces.push(content.slice(at, tag.start));
    drafts.push({ ...blockTurn(content, tag, block), draft: true });
    at = block.next;
    index = block.nextIndex;
  }
  pieces.push(content.slice(at));
  const words = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
  const text = words.join('\n\n');
  const turn: Turn = {
    kind: 'reasoning',
    text,
    ...(repaired && { recovered: true }),
    ...(drafts.length > 0 && { raw: content.trim() }),
  };
  return text === '' ? drafts : [turn, ...drafts];
}

/** Reasoning from a field of its own, where it may still be wrapped in its tags. */
function nativeReasoning(reasoning: string): Turn[] {
  const tags = findTags(reasoning).filter((tag) => tag.kind === 'reasoning');
  let text = '';
  let at = 0;
  for (const tag of tags) {
    text += reasoning.slice(at, tag.start);
    at = tag.end;
  }
  return reasoningTurns(text + reasoning.slice(at), false);
}

/** Only what was around the markup: code fences and rules. */
function isFence(text: string): boolean {
  return text.split('\n').every((line) => /^(?:`{3,}\w{0,12}|[-*_=]{3,}|)$/.test(line.trim()));
}
