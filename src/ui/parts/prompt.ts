/** The line that is typed at the bottom of a screen. */
import { keyLabel, keysOf } from '../../app/keymap.ts';
import type { TextInput } from '../../app/text-input.ts';
import type { Prompt } from '../../app/screens/prompt/state.ts';
import type { State } from '../../app/state.ts';
import { safeLine, t } from '../../text/safe.ts';
import { lineWidth, padLine, truncateLine, type Line, styled } from '../../text/spans.ts';
import { graphemes, graphemeWidth } from '../../text/width.ts';
import { fieldSpans } from './field.ts';

/** Below this the keys are left out, so that the text has room. */
const NARROW = 70;

export function promptLine(state: State, { label, field }: Prompt): Line {
  const { columns } = state.size;
  const before: Line = [{ text: safeLine(`${label} `), style: 'key' }];
  const keys: Line = columns < NARROW ? [] : keysLine(state);
  const room = Math.max(4, columns - lineWidth(before) - lineWidth(keys));
  const { text, cursor, isCut } = windowOf(field, room);
  const typed: Line = [...(isCut ? [styled(t`…`, 'dim')] : []), ...fieldSpans(text, cursor, true)];
  return [...before, ...padLine(truncateLine(typed, room), room), ...keys];
}

function keysLine(state: State): Line {
  const [accept = '', cancel = ''] = [keysOf('accept', state)[0], keysOf('cancel', state)[0]];
  return [
    { text: t`  ${keyLabel(accept)}`, style: 'key' },
    { text: t` take  `, style: 'dim' },
    { text: t`${keyLabel(cancel)}`, style: 'key' },
    { text: t` leave`, style: 'dim' },
  ];
}

/** The part of a field that is shown in some cells: its beginning, or what ends at the cursor. */
function windowOf(
  { text, cursor }: TextInput,
  cells: number,
): { readonly text: string; readonly cursor: number; readonly isCut: boolean } {
  // The cursor takes a cell, and the mark of what is cut another.
  let room = cells - 2;
  let start = cursor;
  for (const grapheme of graphemes(text.slice(0, cursor)).toReversed()) {
    room -= graphemeWidth(grapheme);
    if (room < 0) break;
    start -= grapheme.length;
  }
  const isCut = start > 0;
  return { text: text.slice(start), cursor: cursor - start, isCut };
}
