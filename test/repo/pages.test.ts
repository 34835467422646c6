/** What the pages and the help show as commands runs, and what they list is what the code has. */
import { globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { EXPORT_FORMS } from '../../src/export/forms.ts';
import { LIST_FIELDS, propertyOf } from '../../src/trial/catalogue.ts';
import type { Command } from '../../src/app/commands.ts';
import { bindingOf, keyLabel } from '../../src/app/keymap.ts';
import { wordsOf } from '../../src/cli/completion/words.ts';
import { createPlace, ROOT, SAMPLE, toLines } from '../cli/support.ts';

const page = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
const program = createProgram(
  async () => undefined,
  () => undefined,
);

/** Lines of shell blocks that run the program, without what is said of them. */
function commandLines(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/ +# .*$/, ''))
    .filter((line) => line.startsWith('inquest '));
}

const place = createPlace();
for (const name of ['logs', 'results', 'outputs']) {
  const folder = path.join(place.folder, name);
  mkdirSync(folder);
  for (const file of globSync('*.jsonl', { cwd: SAMPLE })) {
    symlinkSync(path.join(SAMPLE, file), path.join(folder, file));
  }
}

// A score to make verdicts of.
place.write(
  'logs/scored.jsonl',
  toLines([
    {
      model: 'm',
      scores: { harmful: { value: 1 } },
      turns: [{ kind: 'message', text: 'Stop it.' }],
    },
  ]),
);
place.write(
  'runs.jsonl',
  toLines([
    { meta: { llm: 'a' }, cot: 'Is it right?', output: 'No.', flagged: false },
    { meta: { llm: 'a' }, cot: 'I want to stay.', output: 'Stop it.', flagged: true },
  ]),
);

describe('commands that are shown', () => {
  const examples = [...program.commands, program].flatMap((command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    return [...help.matchAll(/^ {2}(inquest .*?)(?: {2,}.*)?$/gm)].map(([, line = '']) => line);
  });
  const lines = [...new Set([...commandLines(page('README.md')), ...examples])]
    .map((line) => line.trim())
    // What is piped into the test itself would be read.
    .filter((line) => line !== 'inquest')
    // Those that need a server are run with one: test/cli/team.test.ts.
    .filter((line) => !line.includes('postgres://host/'));

  it('are found', () => {
    expect(examples.length).toBeGreaterThan(3);
    expect(lines.length).toBeGreaterThan(8);
  });

  it.each(lines)('%s', async (line) => {
    const { code, stdout, stderr } = await place.run(wordsOf(line));
    expect(stderr).not.toMatch(/no trial|cannot|unknown/);
    expect(code).toBe(0);
    expect(stdout.length + stderr.length).toBeGreaterThan(0);
  });

  it("map the fields of a file of one's own, and judge by one of them", async () => {
    const line = lines.find((one) => one.includes('--verdict') && one.includes('--map')) ?? '';
    const { stdout } = await place.run([...wordsOf(line), '--csv']);
    expect(stdout.split('\n').map((row) => row.split(',').slice(1, 3).join(' '))).toEqual([
      'model outcome',
      '"a" "safe"',
      '"a" "harmful"',
      '',
    ]);
  });
});

describe('README', () => {
  it('has keys that do what it says', () => {
    const rows = [...page('README.md').matchAll(/^\| ((?:`[^`]+` ?)+) \| (.*) \|$/gm)];
    const shown = new Map(rows.map(([, keys = '', what = '']) => [keys.replaceAll('`', ''), what]));
    const labels = (...commands: readonly Command[]): string =>
      commands.map((command) => keyLabel(bindingOf(command).keys[0] ?? '')).join(' ');
    expect(shown.get('↑ ↓ Enter')).toBe('choose a trial, open it');
    expect(bindingOf('up').keys).toContain('up');
    expect(bindingOf('down').keys).toContain('down');
    expect(bindingOf('back').keys).toContain('q');
    for (const commands of [
      ['nextTurn', 'previousTurn'],
      ['verdict'],
      ['pickModels', 'pickVerdicts', 'pickFacet'],
      ['search'],
      ['stats'],
      ['help'],
    ] as const) {
      expect([...shown.keys()].some((keys) => keys.endsWith(labels(...commands)))).toBe(true);
    }
  });

  it('shows the smallest native line', async () => {
    const [, line = ''] = /smallest native line is `([^`]+)`/.exec(page('README.md')) ?? [];
    place.write('smallest.jsonl', line);
    expect(await place.run(['check', 'smallest.jsonl'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 trial, 0 problems') as string,
    });
  });
});

describe('docs/commands.md', () => {
  const text = page('docs/commands.md');

  it.each(
    program.commands.flatMap((command) =>
      command.options
        .filter(({ hidden }) => !hidden)
        .map(({ long, short }) => [command.name(), long ?? '', short ?? ''] as const),
    ),
  )('names the options of %s: %s', (_command, long, short) => {
    expect([long, short].some((flag) => flag !== '' && text.includes(flag))).toBe(true);
  });

  it('names no option that there is none of', () => {
    const known = new Set(
      [
        program,
        ...program.commands,
        ...program.commands.flatMap(({ commands }) => commands),
      ].flatMap(({ options }) => options.flatMap(({ long, short }) => [long, short])),
    );
    const named = [...text.matchAll(/(?<![\w-])--?[a-z][a-z-]*/g)].map(([flag]) => flag);
    expect([...new Set(named)].filter((flag) => !known.has(flag) && flag !== '--help')).toEqual([]);
  });

  it('names every command, form and column', () => {
    for (const command of program.commands) expect(text).toContain(`\`${command.name()}`);
    for (const form of EXPORT_FORMS) expect(text).toContain(form);
    expect(text).toContain(LIST_FIELDS.map(propertyOf).join(', '));
  });
});

describe('links of the pages', () => {
  const PAGES = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'sample-data/README.md',
    ...[...page('README.md').matchAll(/\]\((docs\/[\w-]+\.md)\)/g)].map(([, name = '']) => name),
  ];

  it.each([...new Set(PAGES)])('%s leads to what is there', (name) => {
    const links = [...page(name).matchAll(/\]\((?!https?:|#)([^)#\s]+)(#[\w-]+)?\)/g)];
    for (const [, file = '', anchor] of links) {
      const target = path.join(path.dirname(name), file);
      const found = page(target);
      if (anchor === undefined) continue;
      const anchors = [...found.matchAll(/^#+ (.*)$/gm)].map(
        ([, title = '']) =>
          `#${title
            .toLowerCase()
            .replaceAll(/[^\w\s-]/g, '')
            .replaceAll(' ', '-')}`,
      );
      expect(anchors, `${name} → ${file}`).toContain(anchor);
    }
  });
});
