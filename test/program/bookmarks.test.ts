/** Bookmarks in a real terminal: set, arranged, saved; and still there after a crash. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseWalkthrough } from '../../src/walkthrough/parse.ts';
import { createPlace, walk } from '../support/place.ts';
import { KEYS, ROOT, type TestTerminal } from '../support/terminal.ts';
import { SMALL_STUDY } from '../support/trials.ts';

/** The first trial is in the list: Enter opens it. The header counts trials before that. */
const LISTED = /model-a +001/;

const place = createPlace();

beforeEach(() => {
  const lines = SMALL_STUDY.map((trial) => `${JSON.stringify(trial)}\n`).join('');
  writeFileSync(path.join(place.folder, 'trials.jsonl'), lines);
});

function start(args: readonly string[] = ['trials.jsonl']): TestTerminal {
  return place.start(args, { columns: 80, rows: 24, cwd: place.folder });
}

const drafts = (): readonly string[] => {
  try {
    return readdirSync(path.join(place.folder, 'state/inquest/bookmarks'));
  } catch {
    return [];
  }
};

describe('bookmarks', () => {
  it('are set, arranged and saved as a walkthrough that checks', async () => {
    const terminal = start();
    await terminal.until(LISTED);
    await walk(terminal, [
      [KEYS.enter, 'step 1/'],
      ['e', 'email read'],
      ['b', /^Note /m],
      ['How it began', 'Note How it began'],
      [KEYS.enter, 'Bookmarked; B shows it'],
      ['r', 'reasoning · private'],
      ['b', /^Note /m],
      ['What it thought', 'Note What it thought'],
      [KEYS.enter, 'B shows all 2'],
      ['B', /1 ◆ Quarterly figures[^]*2 ◆ Its private reasoning/],
      ['J', /1 ◆ Its private reasoning[^]*2 ◆ Quarterly figures/],
      ['T', 'Title of the walkthrough'],
      ['Two turns', 'walkthrough Two turns'],
      [KEYS.enter, /Bookmarks {2}Two turns/],
      ['w', 'Save as two-turns.walkthrough.yaml'],
      [KEYS.enter, 'inquest present two-turns.walkthrough.yaml'],
    ]);
    const file = path.join(place.folder, 'two-turns.walkthrough.yaml');
    const made = parseWalkthrough(readFileSync(file, 'utf8'), file);
    expect(made).toMatchObject({
      title: 'Two turns',
      paths: ['trials.jsonl'],
      stops: [
        { title: 'Its private reasoning', turns: { first: 6, last: 6 }, note: 'What it thought' },
        { title: 'Quarterly figures', turns: { first: 3, last: 3 }, note: 'How it began' },
      ],
    });
    terminal.type('qqq');
    expect((await terminal.exit).code).toBe(0);
    expect(drafts()).toEqual([]);
    const checked = execFileSync(
      process.execPath,
      [path.join(ROOT, 'bin/inquest'), 'walkthrough', 'check', file],
      { env: { ...process.env, ...place.env() }, encoding: 'utf8' },
    );
    expect(checked).toContain('2 stops, all match');
  });

  it('are never written over another file', async () => {
    const before = readFileSync(path.join(place.folder, 'trials.jsonl'), 'utf8');
    writeFileSync(path.join(place.folder, 'other.walkthrough.yaml'), 'settings: {colour: blue}\n');
    const terminal = start();
    await terminal.until(LISTED);
    await walk(terminal, [
      [KEYS.enter, 'step 1/'],
      ['b', /^Note /m],
      [KEYS.enter, 'Bookmarked'],
      ['w', 'Save as'],
      [`${KEYS.ctrlU}other.yaml${KEYS.enter}`, 'is no walkthrough: it stays'],
      [`${KEYS.ctrlU}no/such/x.yaml${KEYS.enter}`, 'its folder does not exist'],
      [`${KEYS.ctrlU}x.yaml${KEYS.enter}`, 'inquest present x.walkthrough.yaml'],
      ['eb', /^Note /m],
      [KEYS.enter, 'Bookmarked'],
      // What this very opening has written may be written again.
      [`w${KEYS.enter}`, 'inquest present x.walkthrough.yaml'],
    ]);
    writeFileSync(
      path.join(place.folder, 'x.walkthrough.yaml'),
      'title: Mine\nstops: [{text: by hand}]\n',
    );
    await walk(terminal, [
      [`w${KEYS.enter}`, 'It is there already; Enter replaces it'],
      [KEYS.enter, 'inquest present x.walkthrough.yaml'],
    ]);
    expect(readFileSync(path.join(place.folder, 'trials.jsonl'), 'utf8')).toBe(before);
    expect(readFileSync(path.join(place.folder, 'other.walkthrough.yaml'), 'utf8')).toContain(
      'blue',
    );
    expect(readFileSync(path.join(place.folder, 'x.walkthrough.yaml'), 'utf8')).not.toContain(
      'by hand',
    );
  });

  it('of a walkthrough file are gone on with', async () => {
    const file = path.join(place.folder, 'talk.walkthrough.yaml');
    writeFileSync(
      file,
      [
        'title: A talk',
        'closing: Thank you.',
        'paths: [trials.jsonl]',
        'stops:',
        '  - {title: First, trial: model-b/cell/005, turn: 6, pause: 3}',
        '  - {title: Rates, rates: {by: model}}',
      ].join('\n'),
    );
    const terminal = start(['--walkthrough', 'talk.walkthrough.yaml']);
    await terminal.until('2 bookmarks of talk.walkthrough.yaml; B shows them');
    await terminal.until(LISTED);
    await walk(terminal, [
      ['B', /saved in talk.walkthrough.yaml/],
      [KEYS.enter, /unethical, so I will not[^]*/],
      ['Mb', /^Note /m],
      [KEYS.enter, 'B shows all 3'],
      ['w', 'Save as talk.walkthrough.yaml'],
      [KEYS.enter, 'Enter replaces it'],
      [KEYS.enter, 'inquest present talk.walkthrough.yaml'],
    ]);
    const before = parseWalkthrough(readFileSync(file, 'utf8'), file);
    expect(before).toMatchObject({
      title: 'A talk',
      closing: 'Thank you.',
      paths: ['trials.jsonl'],
    });
    expect(before.stops.map(({ title }) => title)).toEqual(['First', 'Rates', 'What it sent']);
    expect(before.stops[0]).toMatchObject({ pause: 3 });
    expect(before.stops[1]).toMatchObject({ rates: { by: 'model' } });
    terminal.type('qq');
    expect((await terminal.exit).code).toBe(0);
  });

  it('are there again after the program was killed', async () => {
    const first = start();
    await first.until(LISTED);
    await walk(first, [
      [KEYS.enter, 'step 1/'],
      ['rb', /^Note /m],
      ['Not to be lost', 'Note Not to be lost'],
      [KEYS.enter, 'Bookmarked; B shows it'],
    ]);
    await expect.poll(draftText, { timeout: 20_000 }).toContain('Not to be lost');
    first.kill('SIGKILL');
    await first.exit;
    // A presentation of the same trials neither speaks of it to its audience nor takes it away.
    const kept = drafts();
    const talk = 'title: A talk\nstops:\n  - text: Words to an audience.\n';
    writeFileSync(path.join(place.folder, 'talk.walkthrough.yaml'), talk);
    const stage = start(['present', 'talk.walkthrough.yaml', 'trials.jsonl']);
    await walk(stage, [
      ['', 'c chapters'],
      [' ', 'Words to an audience.'],
    ]);
    expect(stage.raw()).not.toContain('of last time');
    stage.type('q');
    expect((await stage.exit).code).toBe(0);
    expect(drafts()).toEqual(kept);
    const second = start();
    await second.until('1 bookmark of last time, not saved yet');
    await second.until(LISTED);
    await walk(second, [['B', 'Not to be lost']]);
    // An opening beside it keeps its own.
    const third = start();
    await third.until(LISTED);
    await walk(third, [['B', 'Nothing is bookmarked yet']]);
    // The list, and out of it: what is kept is not asked about.
    second.type('qq');
    expect((await second.exit).code).toBe(0);
    expect(drafts()).toHaveLength(1);
  });

  it('are written when the terminal is closed, with the note that is being typed', async () => {
    const terminal = start();
    await terminal.until(LISTED);
    await walk(terminal, [
      [KEYS.enter, 'step 1/'],
      ['rb', /^Note /m],
      ['Not even entered', 'Note Not even entered'],
    ]);
    terminal.hangUp();
    await expect.poll(() => isRunning(terminal.pid), { timeout: 60_000 }).toBe(false);
    expect(draftText()).toContain('Not even entered');
    const next = start();
    await next.until('1 bookmark of last time, not saved yet');
  });

  it('are found where an id is blank and another has blanks at its ends', async () => {
    const ids = ['\u3000', ' a ', '- ? %'];
    const lines = ids.map((id, at) => JSON.stringify({ ...SMALL_STUDY[0], id, model: `m${at}` }));
    writeFileSync(path.join(place.folder, 'trials.jsonl'), lines.join('\n'));
    const first = start();
    await first.until(/3 trials/);
    await walk(first, [
      [KEYS.enter, /^m0 .*step 1\//m],
      ['b', /^Note /m],
      [KEYS.enter, 'Bookmarked; B shows it'],
      [']', /^m1 .*step 1\//m],
      ['b', /^Note /m],
      [KEYS.enter, 'B shows all 2'],
    ]);
    first.kill('SIGKILL');
    await first.exit;
    const second = start();
    await second.until('2 bookmarks of last time, not saved yet');
    await second.until(/3 trials/);
    await walk(second, [
      ['w', 'Save as'],
      [`${KEYS.ctrlU}odd.walkthrough.yaml${KEYS.enter}`, 'inquest present odd.walkthrough.yaml'],
    ]);
    const file = path.join(place.folder, 'odd.walkthrough.yaml');
    const { stops } = parseWalkthrough(readFileSync(file, 'utf8'), file);
    expect(stops.map(({ trial }) => trial)).toEqual(ids.slice(0, 2));
  });

  it('whose draft cannot be read are told of by the path, on the screen and afterwards', async () => {
    const first = start();
    await first.until(LISTED);
    await walk(first, [
      [KEYS.enter, 'step 1/'],
      ['b', /^Note /m],
      [KEYS.enter, 'Bookmarked'],
    ]);
    first.kill('SIGTERM');
    expect((await first.exit).code).toBe(143);
    const [name = ''] = drafts();
    const file = path.join(place.folder, 'state/inquest/bookmarks', name);
    writeFileSync(file, 'title: [');
    const second = start();
    await second.until('a draft of bookmarks stays unread');
    await second.until(LISTED);
    second.type('q');
    expect((await second.exit).code).toBe(0);
    expect(second.raw()).toContain(`inquest: a draft of bookmarks stays unread: ${file}:1:`);
    expect(readFileSync(file, 'utf8')).toBe('title: [');
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The drafts on the disk as one text. */
function draftText(): string {
  return drafts()
    .filter((name) => !name.endsWith('.tmp'))
    .map((name) => readFileSync(path.join(place.folder, 'state/inquest/bookmarks', name), 'utf8'))
    .join('');
}
