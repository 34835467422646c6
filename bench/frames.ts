/**
 * From a key written to its frame complete, in a real terminal of 200x60: every screen, over a
 * collection of many small trials whose first two have one very long turn each.
 */
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { KEYS, openInquest, type TestTerminal } from '../test/support/terminal.ts';
import { createRandom } from './corpus.ts';
import { atMost, median, percentile, told, type Bench, type Figure } from './measure.ts';

const BUDGET_MS = 16;
const MEGABYTE = 1e6;

type Scene = {
  readonly what: string;
  /** Keys to get there from the Docket, each with what the screen then shows. */
  readonly go: readonly (readonly [string, string | RegExp])[];
  /** What the first of these opens, where the time it takes is told. */
  readonly opens?: string;
  /** Pressed in turn; each changes something on the screen. */
  readonly keys: readonly string[];
};

const down = (times: number, downKey = 'j', upKey = 'k'): readonly string[] => [
  ...Array.from({ length: times }, () => downKey),
  ...Array.from({ length: times }, () => upKey),
];

const SCENES: readonly Scene[] = [
  { what: 'Docket, scrolling', go: [], keys: Array.from({ length: 20 }, () => KEYS.pageDown) },
  { what: 'Docket, cursor', go: [['g', '│› ']], keys: down(20) },
  { what: 'Docket, facets', go: [[KEYS.tab, 'Signal']], keys: down(8) },
  {
    what: 'Replay, turn of 1 MB',
    go: [
      [KEYS.tab, '│› '],
      ['g', '001'],
      [KEYS.enter, 'step 1/'],
    ],
    keys: down(30),
  },
  { what: 'Replay, turn of 1 MB, its end and its beginning', go: [], keys: ['G', 'g'] },
  {
    what: 'Replay, turn of 10 MB',
    opens: 'a trial with a turn of 10 MB',
    go: [
      [']', '002'],
      ['r', 'reasoning'],
    ],
    keys: down(30),
  },
  { what: 'Replay, turn of 10 MB, its end and its beginning', go: [], keys: ['G', 'g'] },
  {
    what: 'Replay, a short turn',
    opens: 'a trial of short turns',
    go: [[']', '003']],
    keys: [KEYS.right, KEYS.left],
  },
  {
    what: 'Search, typing',
    go: [
      ['q', '│› '],
      ['/', ' Search '],
      ['unethical', /passages? in/],
    ],
    keys: ['x', KEYS.backspace],
  },
  { what: 'Search, results', go: [], keys: down(20, KEYS.down, KEYS.up) },
  {
    what: 'Stats',
    go: [
      [KEYS.esc, 'models'],
      ['S', '95 % interval'],
    ],
    keys: down(8),
  },
  { what: 'Help, closed and opened', go: [['?', 'Help']], keys: ['q', '?'] },
];

export async function frames(bench: Bench): Promise<readonly Figure[]> {
  const file = path.join(bench.folder, 'frames.jsonl');
  const trials = bench.quick ? 20_000 : 100_000;
  await writeTrials(file, trials);
  const terminal = openInquest([file], { columns: 200, rows: 60, env: bench.env });
  try {
    const isRead = (text: string): boolean =>
      text.includes(`${trials.toLocaleString('en-US')} trials`) && !text.includes('reading');
    await terminal.until(isRead, 600_000);
    const figures: Figure[] = [];
    for (const scene of SCENES) {
      for (const [index, [keys, shows]] of scene.go.entries()) {
        if (index === 0 && scene.opens !== undefined) {
          const started = performance.now();
          terminal.type(keys);
          await terminal.until(shows, 60_000);
          figures.push(told(`opening ${scene.opens}`, performance.now() - started, ' ms'));
          continue;
        }
        terminal.type(keys);
        // What follows Esc at once would be part of it.
        await setTimeout(100);
        await terminal.until(shows, 60_000);
      }
      const times = await pressed(terminal, scene.keys, bench.quick ? 40 : 200);
      figures.push(
        atMost(`key → frame, p95: ${scene.what}`, percentile(times, 0.95), BUDGET_MS, ' ms'),
        told(`key → frame, median: ${scene.what}`, median(times), ' ms'),
      );
    }
    for (const shows of ['95 % interval', 'models']) {
      terminal.type(KEYS.esc);
      await terminal.until(shows);
      await setTimeout(100);
    }
    return [...figures, await held(terminal)];
  } finally {
    terminal.kill('SIGKILL');
    await terminal.exit;
  }
}

/** Milliseconds of each of some presses, after a quarter as many to warm up. */
export async function pressed(
  terminal: TestTerminal,
  keys: readonly string[],
  presses: number,
): Promise<readonly number[]> {
  const times: number[] = [];
  const warmUp = Math.floor(presses / 4);
  for (let press = 0; press < presses + warmUp; press += 1) {
    // Whatever the key before set in motion has come to rest.
    await setTimeout(30);
    const started = performance.now();
    // A key that changes nothing writes nothing.
    const frame = terminal.frame().then(() => performance.now() - started);
    terminal.type(keys[press % keys.length] ?? 'j');
    const ms = await Promise.race([frame, setTimeout(1000, undefined)]);
    if (ms !== undefined && press >= warmUp) times.push(ms);
  }
  return times;
}

/** A key held down, faster than any keyboard repeats: how far the screen is behind when it is let go. */
async function held(terminal: TestTerminal): Promise<Figure> {
  const started = performance.now();
  for (let press = 0; press < 200; press += 1) {
    terminal.type('j');
    await setTimeout(Math.max(0, started + press * 10 - performance.now()));
  }
  const released = performance.now();
  let last = released;
  for (;;) {
    const isFrame = await Promise.race([terminal.frame().then(() => true), setTimeout(150, false)]);
    if (!isFrame) break;
    last = performance.now();
  }
  return told('key held for 2 s at 100/s: from release to rest', last - released, ' ms');
}

async function writeTrials(file: string, trials: number): Promise<void> {
  const random = createRandom(11);
  const words =
    'the plan is risky and perhaps unethical but mail goes out at five today or never'.split(' ');
  const text = (length: number): string => {
    const parts: string[] = [];
    for (let size = 0; size < length;) {
      const word = words[Math.floor(random() * words.length)] ?? '';
      const part = word + (random() < 0.01 ? '\n\n' : ' ');
      parts.push(part);
      size += part.length;
    }
    return parts.join('');
  };
  const stream = createWriteStream(file);
  for (let index = 0; index < trials; index += 1) {
    const length = index === 0 ? MEGABYTE : index === 1 ? 10 * MEGABYTE : 120;
    const line = JSON.stringify({
      id: `model-${index % 16}/cell/${String(index + 1).padStart(3, '0')}`,
      model: `model-${index % 16}`,
      condition: 'cell',
      sample: index + 1,
      verdict: { outcome: index % 3 === 0 ? 'harmful' : 'safe' },
      turns: [
        { kind: 'reasoning', text: text(length) },
        { kind: 'message', text: `Sent: ${index}.` },
      ],
    });
    if (!stream.write(`${line}\n`))
      await new Promise((resolve) => stream.once('drain', () => resolve(undefined)));
  }
  stream.end();
  await finished(stream);
}
