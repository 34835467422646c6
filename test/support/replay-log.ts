/** Plays a message log (`INQUEST_LOG`) again: the state that the viewer was in at its end. */
import { readFileSync } from 'node:fs';
import { initialState } from '../../src/app/initial.ts';
import type { Message } from '../../src/app/message.ts';
import type { State } from '../../src/app/state.ts';
import { update } from '../../src/app/update.ts';
import type { LogHead } from '../../src/viewer/message-log.ts';

export function replayLog(file: string): State {
  return replayLines(readFileSync(file, 'utf8').trimEnd().split('\n'));
}

export function replayLines([first = '', ...lines]: readonly string[]): State {
  const { start } = JSON.parse(first) as Pick<LogHead, 'start'>;
  return lines.reduce(
    (state, line) => update(state, JSON.parse(line) as Message)[0],
    initialState(start),
  );
}
