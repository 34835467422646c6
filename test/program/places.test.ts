/** Tasks of an auditor in a real terminal, with the keys that they take. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, type TestTerminal } from '../support/terminal.ts';

const place = createPlace();
const SAMPLE = /2,2\d\d trials/;

/** Presses keys one after the other and counts them: a string is one key for each letter. */
function counting(terminal: TestTerminal): {
  readonly press: (keys: string, shows: string | RegExp) => Promise<string>;
  readonly count: () => number;
} {
  let count = 0;
  return {
    press: (keys, shows) => {
      const isNamed = (Object.values(KEYS) as readonly string[]).includes(keys);
      count += isNamed ? 1 : keys.length;
      terminal.type(keys);
      return terminal.until(shows);
    },
    count: () => count,
  };
}

const size = { columns: 120, rows: 40 };

describe('an auditor', () => {
  it('filters by three fields and reads three verdicts in 19 keys', async () => {
    const terminal = place.start([], size);
    await terminal.until(SAMPLE);
    const { press, count } = counting(terminal);
    await press('m', 'narrow:');
    await press('s-4', /› \[.\] claude-opus-4/);
    await press(KEYS.enter, /filter: model:claude-opus-4/);
    await press('f', 'Filter by');
    await press('be', /› +Belief/);
    await press(KEYS.enter, 'Filter by belief');
    await press('te', /› \[.\] test/);
    await press(KEYS.enter, /belief:test/);
    await press('v', 'Filter by verdict');
    await press('h', /› \[.\] harmful/);
    await press(KEYS.enter, /verdict:harmful/);
    await press(KEYS.enter, 'step 1/');
    await press('V', /Outcome +harmful/);
    await press(']', /\b2 of \d+/);
    await terminal.until(/Outcome +harmful/);
    await press(']', /\b3 of \d+/);
    await terminal.until(/Outcome +harmful/);
    expect(count()).toBeLessThanOrEqual(19);
  });

  it('goes from a rate to its trials and back to the same cell in two keys', async () => {
    const terminal = place.start([], size);
    await terminal.until(SAMPLE);
    const { press, count } = counting(terminal);
    terminal.type('S');
    await terminal.until(/claude-opus-4 +\d/);
    terminal.type('jjj');
    const before = await terminal.until(/^› deepseek|^› \S+/m);
    const row = (text: string): string | undefined => /^› (\S+)/m.exec(text)?.[1];
    await press(KEYS.enter, /Stats › .*filter: model:/);
    await press('q', /95 % interval/);
    expect(count()).toBe(2);
    expect(row(terminal.text())).toBe(row(before));
  });

  it('makes the trials that say something in private a filter, then its rates', async () => {
    const terminal = place.start([], size);
    await terminal.until(SAMPLE);
    terminal.type('/in:reasoning unethical');
    const found = await terminal.until(/[\d,]+ passages? in [\d,]+ trials? /);
    const trials = /in ([\d,]+) trials/.exec(found)?.[1] ?? '';
    const { press, count } = counting(terminal);
    await press('\u0014', new RegExp(`Search › .*/${trials} of .*filter: in:reasoning unethical`));
    await press('S', /Stats .*filter: in:reasoning unethical/);
    expect(count()).toBe(2);
    await press('q', /Search ›/);
    await press('q', /passages? in/);
  });

  it('reopens at the same place the next day, with one key', async () => {
    const first = place.start([], size);
    await first.until(SAMPLE);
    first.type('Fmodel:grok-3-beta');
    await first.until(/100 of/);
    first.type(KEYS.enter);
    await first.until('Enter open');
    first.type('jj');
    first.type(KEYS.enter);
    await first.until('step 1/');
    first.type('r');
    const before = await first.until('reasoning · private');
    first.type(KEYS.ctrlC);
    expect((await first.exit).code).toBe(0);
    const second = place.start([], size);
    await second.until('. goes on where you were: filter model:grok-3-beta');
    const { press, count } = counting(second);
    await press('.', 'reasoning · private');
    expect(count()).toBe(1);
    const at = (text: string): string | undefined => /step \d+\/\d+/.exec(text)?.[0];
    expect(at(second.text())).toBe(at(before));
    expect(at(before)).toBeDefined();
    second.type('q');
    await second.until(/filter: model:grok-3-beta/);
    second.type('q');
    expect((await second.exit).code).toBe(0);
    const third = place.start(['--fresh'], size);
    await third.until(SAMPLE);
    third.type('F');
    await third.until('Filter ');
    // What was typed last time is read behind the first drawing: Up may come before it.
    const isThere = (): boolean => /Filter model:grok-3-beta/.test(third.text());
    for (let presses = 0; presses < 40 && !isThere(); presses += 1) {
      third.type(KEYS.up);
      await third.until(/Filter model:grok-3-beta/, 500).catch(() => undefined);
    }
    expect(isThere()).toBe(true);
    expect(third.raw()).not.toContain('goes on where you were');
    const folder = path.join(place.folder, 'state', 'inquest', 'sessions');
    const [file, more] = readdirSync(folder);
    expect(more).toBeUndefined();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, file ?? '')).mode & 0o777).toBe(0o600);
  });

  it('reopens at the same place after it was killed', async () => {
    const first = place.start([], size);
    await first.until(SAMPLE);
    const folder = path.join(place.folder, 'state', 'inquest', 'sessions');
    const kept = (): string => {
      try {
        return readdirSync(folder)
          .map((name) => readFileSync(path.join(folder, name), 'utf8'))
          .join();
      } catch {
        return '';
      }
    };
    first.type(' ');
    await first.until('1 marked');
    first.type('Fmodel:grok-3-beta');
    await first.until(/100 of/);
    first.type(KEYS.enter);
    await first.until('Enter open');
    first.type('jjc');
    await first.until('│ grok-3-beta 3');
    first.type('jjj');
    await vi.waitUntil(() => /"at":\{"left":3,"right":3,"line":1/.test(kept()), {
      timeout: 20_000,
    });
    const before = first.lines().slice(1, -1);
    first.kill('SIGKILL');
    await first.exit;
    const second = place.start([], size);
    await second.until('. goes on where you were: filter model:grok-3-beta, Compare, 1 marked');
    second.type('.');
    await second.until(() => second.lines().slice(1, -1).join() === before.join());
    second.type('q');
    await second.until(/1 marked.*filter: model:grok-3-beta|filter: model:grok-3-beta.*1 marked/);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.json'))).toEqual([]);
  });

  it('exports the trials that are marked', async () => {
    const terminal = place.start([], { ...size, cwd: place.folder });
    await terminal.until(SAMPLE);
    const { press } = counting(terminal);
    await press(' ', '1 marked');
    await press(' ', '2 marked');
    await press('E', 'Export 2 marked trials');
    await press(`${KEYS.ctrlU}two.csv${KEYS.enter}`, 'The marked trials are in two.csv');
    const rows = readFileSync(path.join(place.folder, 'two.csv'), 'utf8').trimEnd().split('\n');
    expect(rows.filter((row) => /\/\d{3}/.test(row))).toHaveLength(2);
    await press('E', 'Export 2 marked trials');
    await press(`${KEYS.ctrlU}two.csv${KEYS.enter}`, 'It is there already');
    await press(KEYS.esc, 'Enter open');
    await press('X', '2 marks taken away');
  });
});
