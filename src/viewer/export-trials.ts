/** Exports trials from the viewer: by the command itself, so that all it promises holds. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Effect, Message, SaveOutcome } from '../app/message.ts';
import { writeWhole } from '../base/write-file.ts';
import type { ViewerOptions } from './options.ts';

type Export = Extract<Effect, { type: 'export' }>;

/** Writes the trials of a query to a file, and says how it went. */
export async function exportTrials(
  again: ViewerOptions['again'],
  asked: Export,
): Promise<Extract<Message, { type: 'exported' }>> {
  const { file, text } = asked;
  if (text === undefined) return { type: 'exported', file, outcome: await outcomeOf(again, asked) };
  return {
    type: 'exported',
    file,
    isText: true,
    outcome: await written(file, text, asked.replace),
  };
}

async function written(file: string, text: string, replace: boolean): Promise<SaveOutcome> {
  if (existsSync(file) && !replace) return { type: 'exists' };
  try {
    await writeWhole(file, text);
    return { type: 'written' };
  } catch (error) {
    return { type: 'failed', message: (error as Error).message };
  }
}

async function outcomeOf(
  again: ViewerOptions['again'],
  { file, query, rule, replace }: Export,
): Promise<SaveOutcome> {
  if (again === undefined) {
    const message = 'What came through a pipe cannot be read again: export it from a file';
    return { type: 'failed', message };
  }
  if (existsSync(file) && !replace) return { type: 'exists' };
  const [program = ''] = process.argv.slice(1);
  const judged = rule === undefined ? [] : ['--verdict', rule];
  const options = ['-q', query, '-o', file, ...again.flags, ...judged];
  return new Promise((resolve) => {
    const line = [program, 'export', ...options, '--', ...again.paths];
    const child = execFile(process.execPath, line, (error, _, stderr) => {
      const said = stderr.trim().split('\n').at(-1) ?? '';
      const message = `Not exported: ${said.replace(/^inquest: /, '')}`;
      resolve(error === null ? { type: 'written' } : { type: 'failed', message });
    });
    // Else it would read what is typed.
    child.stdin?.end();
  });
}
