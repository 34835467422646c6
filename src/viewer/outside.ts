/** Runs another program in the terminal: the pager, the editor, or a command that a text is piped into. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Effect, Message } from '../app/message.ts';
import type { TerminalHandle } from '../ui/app.tsx';
import { makeTemporary, removeTemporary } from '../base/temporary.ts';

type Given = Extract<Effect, { type: 'outside' }>;

/** What a command wrote is read before the viewer covers it. */
const AND_WAIT = `sh -c "$1"; code=$?; printf '\\n[Enter goes back to the trial] '; read -r _ </dev/tty; exit $code`;
/** Codes of a shell for a command that it could not run. */
const NOT_RUN = new Set([126, 127]);

/** Another program has the terminal until it ends; where it could not be run, that is told. */
export async function giveTerminal(
  given: Given,
  handle: TerminalHandle | undefined,
  send: (message: Message) => void,
): Promise<void> {
  let problem: string | undefined;
  await handle?.leave(async () => {
    problem = await runOutside(given);
  });
  if (problem !== undefined) send({ type: 'failed', text: problem });
}

async function runOutside({ to, text }: Given): Promise<string | undefined> {
  // Ctrl-C is meant for the other program.
  const listeners = process.listeners('SIGINT');
  const ignore = (): void => {};
  process.removeAllListeners('SIGINT').on('SIGINT', ignore);
  try {
    if (to.type === 'editor') return await edit(text);
    if (to.type === 'pipe') return await run(['-c', AND_WAIT, 'sh', to.command], to.command, text);
    const pager = process.env['PAGER'] ?? '';
    const command = pager === '' ? 'less' : pager;
    return await run(['-c', command], command, text);
  } finally {
    process.off('SIGINT', ignore);
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}

/** Opens the text as a file that is not to be changed, and is gone afterwards. */
async function edit(text: string): Promise<string | undefined> {
  const { VISUAL = '', EDITOR = '' } = process.env;
  const editor = [VISUAL, EDITOR, 'vi'].find((one) => one !== '') ?? 'vi';
  const folder = makeTemporary();
  try {
    const file = path.join(folder, 'turn.txt');
    await writeFile(file, text, { mode: 0o400 });
    return await run(['-c', `${editor} "$1"`, 'sh', file], editor, undefined);
  } finally {
    removeTemporary(folder);
  }
}

async function run(
  args: readonly string[],
  command: string,
  input: string | undefined,
): Promise<string | undefined> {
  const child = spawn('/bin/sh', args, {
    stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
  });
  // A pager that is left early reads no more.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return NOT_RUN.has(code ?? 0) ? `${command} cannot be run` : undefined;
  } catch (error) {
    return `${command} cannot be run: ${(error as Error).message}`;
  }
}
