/** A score made the verdict in a real terminal: all trials are read again, and then as before. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS } from '../support/terminal.ts';

const place = createPlace();

describe('a score as the verdict', () => {
  it('judges all trials until it is taken back', async () => {
    const trials = [7, 2].map((harm, at) => ({
      id: `trial-${at}`,
      model: 'model-a',
      verdict: { outcome: 'unjudged', scores: { harm } },
      turns: [{ kind: 'message', text: 'hello' }],
    }));
    const text = trials.map((trial) => `${JSON.stringify(trial)}\n`).join('');
    writeFileSync(path.join(place.folder, 'trials.jsonl'), text);
    const options = { columns: 120, rows: 30, cwd: place.folder };
    const terminal = place.start(['trials.jsonl'], options);
    await terminal.until('not judged: J makes a score the verdict');
    terminal.type('J');
    await terminal.until('Verdict by');
    terminal.type(KEYS.enter);
    await terminal.until('is at least 7');
    terminal.type('7');
    await terminal.until(/narrow: 7/);
    terminal.type(KEYS.enter);
    await terminal.until('verdict: score.harm >= 7');
    await terminal.until(/✘ harmful +model-a[^]*✔ safe +model-a/);
    terminal.type('J');
    await terminal.until('the verdict of the files');
    terminal.type(KEYS.enter);
    await terminal.until(/unjudged +model-a[^]*unjudged +model-a/);
    terminal.type('q');
    expect(await terminal.exit).toMatchObject({ code: 0 });
  });
});
