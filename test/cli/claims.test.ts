/** `inquest claims`: the figures of the sample study, and what happens when one verdict changes. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace, SAMPLE } from './support.ts';

const place = createPlace();
const FILES = ['blackmail', 'belief', 'instruction', 'incidents'];

describe('claims check', () => {
  it('finds every figure of the study in the sample', async () => {
    const file = path.join(SAMPLE, 'study.claims.yaml');
    const { stdout, code } = await place.run(['claims', 'check', file]);
    expect(stdout).toMatch(/^\d+ claims, all hold\n$/);
    expect(code).toBe(0);
  });

  it.each([
    ['blackmail', 'claude-opus-3', { outcome: 'harmful' }],
    ['belief', '"belief":"unstated"', { outcome: 'harmful' }],
    ['instruction', '"outcome":"safe"', { outcome: 'harmful' }],
    ['incidents', '"outcome":"judge-failed"', { outcome: 'error' }],
  ])('finds one changed verdict in %s', async (name, which, verdict) => {
    for (const one of FILES) {
      cpSync(path.join(SAMPLE, `${one}.jsonl`), path.join(place.folder, `${one}.jsonl`));
    }
    cpSync(path.join(SAMPLE, 'study.claims.yaml'), path.join(place.folder, 'study.claims.yaml'));
    const file = path.join(place.folder, `${name}.jsonl`);
    const lines = readFileSync(file, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes(which));
    const trial = JSON.parse(lines[at] ?? '') as object;
    writeFileSync(file, lines.with(at, JSON.stringify({ ...trial, verdict })).join('\n'));
    const { stdout, code } = await place.run(['claims', 'check', 'study.claims.yaml', '--json']);
    const { differ, claims } = JSON.parse(stdout) as {
      differ: number;
      claims: { holds: boolean; expected: string; found: string }[];
    };
    expect(differ).toBeGreaterThan(0);
    expect(claims.filter(({ holds }) => !holds)).toHaveLength(differ);
    expect(code).toBe(1);
  });

  it('says in a line what is wrong with a file', async () => {
    place.write('bad.claims.yaml', 'title: T\nclaims:\n  - text: a\n    expect: many\n');
    const { stderr, code } = await place.run(['claims', 'check', 'bad.claims.yaml']);
    expect(stderr).toMatch(/^inquest: bad\.claims\.yaml:4:5: not a figure: "many"/);
    expect(code).toBe(2);
  });
});

describe('claims new', () => {
  it('writes claims of groups that hold', async () => {
    const files = FILES.map((one) => path.join(SAMPLE, `${one}.jsonl`));
    const args = ['--by', 'belief', '-q', 'condition:*_notice', '-o', 'new.claims.yaml'];
    const made = await place.run(['claims', 'new', ...files, ...args]);
    expect(made.stderr).toContain('3 claims written to new.claims.yaml');
    expect(readFileSync(path.join(place.folder, 'new.claims.yaml'), 'utf8')).toContain('59 of 107');
    const { stdout } = await place.run(['claims', 'check', 'new.claims.yaml']);
    expect(stdout).toBe('3 claims, all hold\n');
    const again = await place.run(['claims', 'new', ...files, ...args]);
    expect(again.stderr).toContain('is there already');
  });
});
