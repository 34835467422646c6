/** Prints a page to PDF with the Chromium of this machine, if it has one. */
import { spawn } from 'node:child_process';
import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeTemporary, removeTemporary } from '../base/temporary.ts';
import { UserError } from '../base/user-error.ts';
import { writeWhole } from '../base/write-file.ts';
import type { ExportContext } from './writer.ts';

/** Names under which Chromium is installed. `$CHROME_PATH` is taken instead. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Thousands of transcripts take minutes. */
const LONGEST_MS = 10 * 60_000;

const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-pings',
  // The page loads nothing; should Chromium itself want to, it finds no host.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pdf-header-footer',
  '--generate-pdf-document-outline',
];

/** The PDF of a page, in pieces. Throws a `UserError` where there is no Chromium, or it fails. */
export async function* printPage(
  page: AsyncIterable<string>,
  { env, signal }: Pick<ExportContext, 'env' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  const program = await findChromium(env);
  const folder = makeTemporary();
  try {
    const source = path.join(folder, 'page.html');
    const target = path.join(folder, 'page.pdf');
    await writeWhole(source, page, { signal });
    await run(
      program,
      [
        ...FLAGS,
        // Chromium refuses to sandbox what root starts. The page runs one script, and that is ours.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${path.join(folder, 'profile')}`,
        `--print-to-pdf=${target}`,
        pathToFileURL(source).href,
      ],
      { home: folder, env, signal },
    );
    if ((await stat(target).catch(() => undefined)) === undefined) {
      throw new UserError(`${program} ended without a PDF`);
    }
    yield* createReadStream(target);
  } finally {
    removeTemporary(folder);
  }
}

async function findChromium(env: ExportContext['env']): Promise<string> {
  const given = env['CHROME_PATH'] ?? '';
  if (given !== '') {
    if (await isProgram(given)) return given;
    throw new UserError(`CHROME_PATH is ${given}, which is no program`);
  }
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((one) => one !== '');
  for (const name of NAMES) {
    for (const folder of folders) {
      const place = path.join(folder, name);
      if (await isProgram(place)) return place;
    }
  }
  throw new UserError(
    'a PDF needs Chromium or Chrome, and neither is installed',
    'install one, say where it is with CHROME_PATH, or write --to html and print that',
  );
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Runs Chromium to its end. It and all its children are ended when it takes too long. */
async function run(
  program: string,
  args: readonly string[],
  { home, env, signal }: Pick<ExportContext, 'env' | 'signal'> & { readonly home: string },
): Promise<void> {
  // A group of its own, so that its helpers end with it.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    // What it keeps besides its profile is thrown away as well.
    env: { ...env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, LONGEST_MS);
  signal.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    signal.throwIfAborted();
    if (isLate) throw new UserError(`${program} took longer than ${LONGEST_MS / 60_000} minutes`);
    if (code !== 0) throw new UserError(`${program} could not print the page: ${lastLine(said)}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new UserError(`${program} cannot be started: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    end();
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'it does not say why';
}
