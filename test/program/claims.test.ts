/** A file of claims as it is opened: the viewer shows its claims, and a claim opens its trials. */
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../support/terminal.ts';

let terminal: TestTerminal | undefined;
afterEach(() => terminal?.kill());

const STUDY = path.join(ROOT, 'sample-data/study.claims.yaml');

describe('a file of claims', () => {
  it.each([[[STUDY]], [['claims', 'open', STUDY]]])('opened as %j', async (args) => {
    terminal = openInquest(args);
    await terminal.until(/The sample study {2}\d+ claims, all hold/);
    terminal.type(KEYS.enter);
    await terminal.until(/› ✘ harmful +claude-opus-4 +001/);
    terminal.type('q');
    await terminal.until('Claims The sample study');
    terminal.type('qq');
    expect(await terminal.exit).toMatchObject({ code: 0 });
  });
});
