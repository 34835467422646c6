/**
 * The viewer under keys and signals in any order, until it is ended or its terminal goes away: it always
 * ends, gives the terminal back, and leaves no error and no temporary files.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { KEYS, openInquest, type TestTerminal } from '../support/terminal.ts';
import { makePlace, writeTrials, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'storms';
export const suite = 2;

const HANG_MS = 90_000;
/** Not Ctrl-D: typed while the viewer is suspended, with no shell to take it, it ends the input. */
/** Ctrl-D would end the input of a viewer that is suspended, with no shell to take it. */
const KEY = [
  ...'jkhlgGnN/sSTmvfbB?123 qx',
  ...Object.values(KEYS).filter((key) => ![KEYS.ctrlZ, KEYS.ctrlD].some((one) => one === key)),
];
const SIGNALS = ['SIGWINCH', 'SIGCONT', 'SIGUSR1', 'SIGPIPE', 'SIGTSTP'] as const;
/** What ends it. A terminal that goes away is a SIGHUP, and errors at each write. */
const ENDS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'terminal', 'ctrl-c'] as const;

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  let runs = 0;
  for (; !isOver(options, runs); runs += 1) {
    const place = makePlace('storms');
    try {
      writeTrials(place, 'trials.jsonl', 50 + random.below(3000));
      const wrong = await storm(place, random);
      if (wrong !== undefined) options.report({ what: wrong });
    } finally {
      place.remove();
    }
  }
  return { runs };
}

async function storm(place: Place, random: Random): Promise<string | undefined> {
  const args = [...(random.chance(0.5) ? ['--no-cache'] : []), 'trials.jsonl'];
  const terminal = openInquest(args, {
    cwd: place.folder,
    env: { ...place.env, LANG: 'C.UTF-8' },
    columns: 20 + random.below(150),
    rows: 3 + random.below(50),
  });
  // Sometimes before anything is drawn.
  if (random.chance(0.7))
    await terminal.until(/Inquest|Docket|model|trial/i).catch(() => undefined);
  const done: string[] = [];
  const ending: { early?: string } = {};
  void terminal.exit.then(({ code, signal }) => {
    ending.early = `code ${code}, signal ${signal}`;
  });
  for (let left = random.below(60); left > 0; left -= 1) {
    if (ending.early !== undefined) {
      return `${done.slice(-12).join(' ')}: ends by itself (${ending.early}): ${terminal.raw().slice(-300)}`;
    }
    done.push(await disturb(terminal, random));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const end = random.pick(ENDS);
  const ended = await endBy(terminal, end);
  const story = `${done.slice(-12).join(' ')} then ${end}`;
  if (!ended) return `${story}: does not end`;
  const raw = terminal.raw();
  if (raw.includes('something went wrong inside')) {
    return `${story}: ${raw.slice(raw.indexOf('something went wrong'), -1).slice(0, 300)}`;
  }
  if (/\n {4}at .*:\d+:\d+\)?/.test(raw)) return `${story}: a stack trace`;
  if (end !== 'terminal' && raw.includes('\u001B[?1049h')) {
    for (const [what, on, off] of WAYS_OUT) {
      if (raw.lastIndexOf(off) < raw.lastIndexOf(on)) return `${story}: ${what} is not given back`;
    }
  }
  const left = readdirSync(path.join(place.folder, 'tmp'));
  return left.length === 0 ? undefined : `${story}: ${left.join(', ')} left`;
}

const WAYS_OUT = [
  ['the screen', '\u001B[?1049h', '\u001B[?1049l'],
  ['the cursor', '\u001B[?25l', '\u001B[?25h'],
] as const;

async function disturb(terminal: TestTerminal, random: Random): Promise<string> {
  const kind = random.below(10);
  if (kind < 6) {
    const key = random.pick(KEY);
    // Leaving is what the end is for.
    const typed = key === KEYS.ctrlC || key === 'q' ? 'j' : key;
    terminal.type(typed.repeat(1 + random.below(4)));
    return JSON.stringify(typed);
  }
  if (kind === 6) {
    const size = [1 + random.below(200), 1 + random.below(60)] as const;
    try {
      terminal.resize(...size);
    } catch {
      // It has just ended; that is told before the next one.
    }
    return size.join('×');
  }
  if (kind === 7) await new Promise((resolve) => setTimeout(resolve, random.below(60)));
  const signal = random.pick(SIGNALS);
  // Before Node itself is up, the system ends the process.
  if (signal.match(/USR1|PIPE/) && !terminal.raw().includes(WAYS_OUT[0][1])) return 'nothing';
  send(terminal, signal);
  if (signal === 'SIGTSTP') {
    await new Promise((resolve) => setTimeout(resolve, random.below(300)));
    send(terminal, 'SIGCONT');
  }
  return signal;
}

/** Resolves with whether it has ended in time. */
async function endBy(terminal: TestTerminal, end: (typeof ENDS)[number]): Promise<boolean> {
  const hung = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => hung.resolve(false), HANG_MS);
  if (end === 'terminal') terminal.hangUp();
  else if (end !== 'ctrl-c') send(terminal, end);
  // While a text is typed, Ctrl-C may only end that; it is pressed until it is heard.
  const presses = setInterval(() => {
    if (end === 'ctrl-c') terminal.type(KEYS.ctrlC);
  }, 200);
  const ended = await Promise.race([terminal.exit.then(() => true), hung.promise]);
  clearTimeout(timer);
  clearInterval(presses);
  if (!ended) {
    send(terminal, 'SIGKILL');
    await terminal.exit;
  }
  return ended;
}

function send({ pid }: TestTerminal, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
