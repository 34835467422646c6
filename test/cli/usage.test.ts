/** Wrong usage: one line that says what, where and what to do; exit code 2; never a stack trace. */
import { describe, expect, it } from 'vitest';
import { createPlace, SMALL, toLines } from './support.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));
place.write('list', toLines(SMALL));

describe('a mistake in the command line', () => {
  it.each([
    [['lst'], "inquest: no such file or command 'lst'; did you mean 'list'?"],
    [['qqqq'], "inquest: no such file or command 'qqqq'"],
    [['serach', 'unethical'], "inquest: no such file or command 'serach'; did you mean 'search'?"],
    [['list', '--jsn'], "inquest: unknown option '--jsn'; did you mean --json?"],
    [['--jsonn'], "inquest: unknown option '--jsonn'; did you mean one of --json, --jsonl?"],
    [['list', '--limit', '0'], 'whole number from 1'],
    [['list', '--limit'], "inquest: option '--limit <N>' argument missing"],
    [['list', '--sort', 'trun', 'small.jsonl'], "there is no field 'trun'; did you mean 'turns'?"],
    [['show', 'small.jsonl'], "inquest: required option '--trial <ID>' not specified"],
    [['search'], "inquest: missing required argument 'QUERY'"],
    [['search', 'x', 'small.jsonl', '--in', 'reasonin'], "did you mean 'reasoning'?"],
    [['search', 'model:alpha', 'small.jsonl'], 'there is no word to search for'],
    [['stats', 'small.jsonl', '--by', 'modle'], "there is no field 'modle'; did you mean 'model'?"],
    [['index', 'purge'], 'Allowed choices are status, clear'],
    [['search', 'x', 'small.jsonl', '--count', '--limit', '3'], '--count counts all'],
    [['search', 'x', 'small.jsonl', '--count', '--follow'], '--count does not go with --follow'],
    [['list', '--color', 'sometimes'], 'Allowed choices are auto, always, never'],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
    [['convert', 'small.jsonl'], "inquest: required option '-o, --output <FILE>' not specified"],
    [['convert', 'small.jsonl', '-o', 'small.jsonl'], 'small.jsonl is one of the files read'],
    [['convert', 'small.jsonl', '-o', 'no/such/folder/x'], 'its folder does not exist'],
    [['export', 'small.jsonl'], 'export needs a form; give --to md'],
    [['export', 'small.jsonl', '--to', 'csv', '--rows', '30'], '--rows does not go with --to csv'],
    [['export', 'small.jsonl', '--to', 'cast', '--speed', 'fast'], 'It must be a number.'],
    [['export', 'a.walkthrough.yaml', 'b.walkthrough.yml', '--to', 'md'], 'are both walkthroughs'],
    [
      ['export', 'a.walkthrough.yaml', '--to', 'md', '-q', 'x'],
      'do not go with a.walkthrough.yaml',
    ],
    [['export', 'a.walkthrough.yaml', '--to', 'csv'], 'a walkthrough cannot be written as csv'],
    [['list', 'missing.jsonl'], 'missing.jsonl'],
    [['list', 'small.jsonl', '--format', 'nativ'], "there is no format 'nativ'"],
    [['list', 'small.jsonl', '--map', 'missing.json'], '--map: there is no file "missing.json"'],
    [['list', 'small.jsonl', '--map', 'colour=x'], '--map: there is no field "colour"'],
    [['list', 'small.jsonl', '--config', 'missing.json'], 'there is no such file'],
    [['list', 'small.jsonl', '-q', 'modle:x'], 'in the query, at character 1 (modle): there is no'],
    [['list', 'small.jsonl', '-q', '(a'], 'in the query, at character 1 ((): this bracket is not'],
    [['list', 'postgres://me:secret@host/db'], 'the address of the database has a password'],
  ])('%j', async (args, line) => {
    const { code, stdout, stderr } = await place.run(args);
    expect(stderr).toContain(line);
    expect(stderr).not.toMatch(/\n {4}at |node:internal|secret/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('shows a rule with the place of its mistake', async () => {
    const { code, stderr } = await place.run(['list', 'small.jsonl', '--verdict', 'score >>']);
    expect(stderr).toMatch(/--verdict: .*\n {2}score >>\n +\^/);
    expect(code).toBe(2);
  });

  it('shows where it happened only when asked to', async () => {
    const { stderr } = await place.run(['list', 'missing.jsonl', '--debug']);
    expect(stderr).toMatch(/\n {4}at /);
  });
});

describe('help', () => {
  it('goes to standard output, with every command in it', async () => {
    const { code, stdout, stderr } = await place.run(['--help']);
    const names = 'list show search stats check convert export push pull db index'.split(' ');
    for (const name of names) expect(stdout).toContain(`\n  ${name} `);
    expect([code, stderr]).toEqual([0, '']);
  });

  it.each([
    ['audit', 'push'],
    ['db', 'init'],
    ['notes', 'pull'],
    ['claims', 'check'],
    ['push'],
    ['db'],
  ])('of %s %s is what --help prints there', async (...names) => {
    const asked = await place.run(['help', ...names]);
    expect(asked).toEqual(await place.run([...names, '--help']));
    expect(asked.stdout).toContain(`Usage: inquest ${names.join(' ')} [options]`);
  });

  it('tells the version', async () => {
    expect(await place.run(['-V'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });
});

describe('options before the command', () => {
  it('count, and nearer ones win', async () => {
    const before = await place.run(['--jsonl', '--no-cache', 'list', 'small.jsonl']);
    expect(before.stdout.split('\n')).toHaveLength(SMALL.length + 1);
    expect(before.code).toBe(0);
    const both = await place.run(['-q', 'model:none', 'list', 'small.jsonl', '-q', 'model:beta']);
    expect(both.stdout).toContain('beta/c1/002');
  });

  it('a command wins over a file of its name; ./ names the file', async () => {
    const { code, stdout } = await place.run(['./list', '--jsonl']);
    expect(stdout.split('\n')).toHaveLength(SMALL.length + 1);
    expect(code).toBe(0);
  });
});
