/** Completion, in the shells themselves: they run the script that they are given. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/cli/completion/words.ts';
import { createPlace, SMALL, SOURCES, toLines } from './support.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));
mkdirSync(path.join(place.folder, 'bin'));
const program = place.write(
  'bin/inquest',
  `#!/bin/sh\nexec "${process.execPath}" "${SOURCES}" "$@"\n`,
);
chmodSync(path.join(place.folder, program), 0o755);

const env = { ...place.env, PATH: `${path.join(place.folder, 'bin')}:${process.env['PATH']}` };
const shell = (name: string, args: readonly string[]): readonly string[] =>
  execFileSync(name, args, { encoding: 'utf8', cwd: place.folder, env })
    .split('\n')
    .filter((line) => line !== '');
const isThere = (name: string): boolean => {
  try {
    execFileSync(name, ['-c', 'exit 0']);
    return true;
  } catch {
    process.stdout.write(`${name} is not installed: its completion is not tried\n`);
    return false;
  }
};

/** What Bash would offer; `word` is the last one as Bash parts words. */
function inBash(line: string, word: string): readonly string[] {
  const script = [
    'source <(inquest completion bash)',
    `COMP_LINE=${quoted(line)}; COMP_POINT=\${#COMP_LINE}`,
    `COMP_WORDS=(inquest ${quoted(word)}); COMP_CWORD=1`,
    'compopt() { :; }',
    '_inquest',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ];
  return shell('bash', ['-c', script.join('\n')]);
}

/** What zsh would be told to offer. */
function inZsh(line: string): readonly string[] {
  const script = [
    'compdef() { :; }; _files() { print files; }',
    `compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -l -- "$@"; }`,
    'source =(inquest completion zsh)',
    `LBUFFER=${quoted(line)}`,
    '_inquest',
  ];
  return shell('zsh', ['-f', '-c', script.join('\n')]);
}

/** What fish offers, without the help beside it. */
function inFish(line: string): readonly string[] {
  const script = `inquest completion fish | source; complete -C ${quoted(line)}`;
  return shell('fish', ['--no-config', '-c', script]).map((one) => one.split('\t')[0] ?? '');
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

describe('completion', () => {
  // Values are those of an index that is there.
  beforeAll(async () => {
    await place.run(['list', 'small.jsonl']);
  });

  const LINES: readonly (readonly [string, string, readonly string[]])[] = [
    ['inquest sea', 'sea', ['search']],
    ['inquest stats --sp', '--sp', ['--split']],
    ['inquest index ', '', ['status', 'clear']],
    ['inquest walkthrough n', 'n', ['new']],
    ['inquest stats --by model,bel', 'model,bel', ['model,belief']],
    ['inquest export --to p', 'p', ['pdf']],
    ['inquest push --dry', '--dry', ['--dry-run']],
    ['inquest db i', 'i', ['init']],
    ['inquest list --sort -tur', '-tur', ['-turns']],
    ['inquest list --color n', 'n', ['never']],
    ['inquest show small.jsonl --trial alpha/c1/0', 'alpha/c1/0', ['alpha/c1/001']],
    [`inquest list small.jsonl -q 'model:al`, "'model:al", ['model:alpha']],
    [
      `inquest list small.jsonl -q 'verdict:safe -model:be`,
      "'verdict:safe -model:be",
      ['verdict:safe -model:beta'],
    ],
  ];

  it.each(LINES)('completes %j in bash', (line, word, found) => {
    expect(inBash(line, word)).toEqual(found);
  });

  it('gives bash what stands behind a colon where it parts words there', () => {
    expect(inBash('inquest list small.jsonl -q model:al', 'al')).toEqual(['alpha']);
  });

  it.skipIf(!isThere('zsh')).each(LINES)('completes %j in zsh', (line, _word, found) => {
    expect(inZsh(line)).toEqual(found);
  });

  it.skipIf(!isThere('fish')).each(LINES.filter(([line]) => !line.includes("'")))(
    'completes %j in fish',
    (line, _word, found) => {
      expect(inFish(line).toSorted()).toEqual(found.toSorted());
    },
  );

  it('leaves files to the shell, and reads nothing for them', () => {
    expect(inBash('inquest list sma', 'sma')).toEqual([]);
    expect(inBash('inquest list other.jsonl -q model:a', 'a')).toEqual([]);
    // An address is none of the forms of an export.
    expect(inBash('inquest push small.jsonl --to p', 'p')).toEqual([]);
  });

  it('offers nothing that a shell would change', async () => {
    const odd = SMALL.map((trial, at) => ({
      ...trial,
      id: `x/$(touch ran)${at}`,
      model: 'a\u001B]0;b',
    }));
    place.write('odd.jsonl', toLines(odd));
    await place.run(['list', 'odd.jsonl']);
    for (const line of ['inquest show odd.jsonl --trial x', 'inquest list odd.jsonl -q model:a']) {
      expect(inBash(line, 'x')).toEqual([]);
    }
  });
});

describe('words of a line', () => {
  it.each([
    ['inquest list ', ['list', '']],
    [`inquest list -q 'a b`, ['list', '-q', 'a b']],
    [`inquest search "a \\"b" c`, ['search', 'a "b', 'c']],
    [String.raw`inquest list a\ b`, ['list', 'a b']],
    ['cat x | inquest sh', ['sh']],
    [`X=1; inquest sh ''`, ['sh', '']],
    ['', []],
  ])('%j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });
});
