import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAudit } from '../../src/audit-files/append.ts';
import { OUTCOMES } from '../../src/trial/types.ts';
import { trialOf } from '../support/trials.ts';
import { createPlace } from './support.ts';

const place = createPlace();

/** Forty judged trials and two others, of two models. */
const trials = Array.from({ length: 42 }, (_, at) =>
  trialOf({
    id: `t${at}`,
    model: at % 2 === 0 ? 'gpt-9' : 'claude-9',
    outcome: at < 40 ? (at % 3 === 0 ? 'harmful' : 'safe') : 'unjudged',
    reasoning: `This is trial ${at}.`,
  }),
);
const data = trials.map((trial) => `${JSON.stringify(trial)}\n`).join('');
place.write('trials.jsonl', data);
const file = (name: string): string => path.join(place.folder, name);
const text = (name: string): string => readFileSync(file(name), 'utf8');

const run = async (
  line: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  place.run(['audit', ...line.split(' ')]);

describe('inquest audit', () => {
  it('draws, verifies and closes a sample', async () => {
    const made = await run('new trials.jsonl --sample 12 --seed 7 --auditor anna -o one');
    expect(made).toMatchObject({ code: 0 });
    expect(made.stdout).toContain('12 of 40 trials drawn from 2 strata');
    // Nothing of it says what the judge said.
    expect(made.stdout).not.toMatch(/harmful|14|26/);
    const audit = text('one.audit.jsonl');
    for (const word of ['gpt-9', 'claude-9', 't17', 'trials.jsonl', 'equal', '["harmful"]']) {
      expect(audit).not.toContain(word);
    }
    expect(OUTCOMES.some((one) => one !== 'harmful' && one !== 'safe' && audit.includes(one))).toBe(
      false,
    );
    expect(await run('verify one.audit.jsonl trials.jsonl')).toMatchObject({ code: 0 });
    expect(await run('close one.audit.jsonl')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('12 trials of 12 not answered'),
    });
    const head = (await run('head one.audit.jsonl --json')).stdout;
    expect(JSON.parse(head)).toMatchObject({ records: 2, closed: false, auditor: 'anna' });
    expect(await run('close one.audit.jsonl --partial')).toMatchObject({ code: 0 });
    expect(text('one.audit.jsonl')).toContain('"model":"gpt-9"');
    expect(await run('close one.audit.jsonl --partial')).toMatchObject({ code: 2 });
    const known = JSON.parse(head) as { head: string; design: string };
    expect(
      await run(`verify one.audit.jsonl --head ${known.head} --design ${known.design}`),
    ).toMatchObject({ code: 0, stdout: expect.stringContaining('1 were added since') });
    expect(await run(`verify one.audit.jsonl --head ${'0'.repeat(64)}`)).toMatchObject({ code: 1 });
  });

  it('draws the same of the same trials, whatever their file, order and ids are', async () => {
    const shuffled = trials.map((trial, at) => ({ ...trial, id: `x${(at * 7) % 42}` }));
    const lines = shuffled.toReversed().map((trial) => `${JSON.stringify(trial)}\n`);
    place.write('moved.jsonl', lines.join(''));
    for (const [name, source] of [
      ['a', 'trials.jsonl'],
      ['b', 'moved.jsonl'],
    ]) {
      expect(
        await run(
          `new ${source} --sample 10 --seed dice --auditor anna -o ${name} --calibration 3`,
        ),
      ).toMatchObject({ code: 0 });
    }
    const items = (name: string): unknown =>
      (JSON.parse(text(name).split('\n')[1] ?? '') as { items: unknown }).items;
    expect(items('a.audit.jsonl')).toEqual(items('b.audit.jsonl'));
  });

  it('is repeated by three lines of Python', async () => {
    expect(await run('new trials.jsonl --sample 10 --seed 7 --auditor anna -o py')).toMatchObject({
      code: 0,
    });
    expect(await run('verify py.audit.jsonl --show-draw .')).toMatchObject({ code: 0 });
    const program = `
import hashlib as H; h=lambda s:H.sha256(s.encode()).hexdigest(); rows=lambda f:[l.split("\\t") for l in open(f).read().splitlines()]; SEED="7"
F,A=rows("frame.tsv"),{s:int(n) for s,_,n in rows("strata.tsv")}
print(*sorted((k for s in A for k in sorted((k for k,t in F if t==s),key=lambda k:h(f"draw1|{SEED}|{k}"))[:A[s]]),key=lambda k:h(f"order1|{SEED}|{k}")),sep="\\n")`;
    const printed = execFileSync('python3', ['-c', program], {
      cwd: place.folder,
      encoding: 'utf8',
    });
    const { items } = JSON.parse(text('py.audit.jsonl').split('\n')[1] ?? '') as {
      items: { content: string }[];
    };
    expect(printed.trim().split('\n')).toEqual(items.map(({ content }) => content));
  });

  it('extends a sample by what comes next, for several auditors as well', async () => {
    expect(
      await run('new trials.jsonl --sample 12 --overlap 4 --seed 7 --auditor anna,ben -o two'),
    ).toMatchObject({ code: 0 });
    const drawn = (name: string): { content: string; round: string }[] =>
      text(name)
        .trim()
        .split('\n')
        .flatMap(
          (line) =>
            (JSON.parse(line) as { items?: { content: string; round: string }[] }).items ?? [],
        );
    const before = drawn('two-anna.audit.jsonl');
    for (const name of ['anna', 'ben']) {
      expect(await run(`extend two-${name}.audit.jsonl --sample 20`)).toMatchObject({ code: 0 });
      expect(await run(`verify two-${name}.audit.jsonl trials.jsonl`)).toMatchObject({ code: 0 });
    }
    const [anna, ben] = [drawn('two-anna.audit.jsonl'), drawn('two-ben.audit.jsonl')];
    expect(anna.slice(0, before.length)).toEqual(before);
    const all = new Set([...anna, ...ben].map(({ content }) => content));
    expect(all.size).toBe(20);
    expect(
      anna
        .filter(({ round }) => round === 'overlap')
        .map(({ content }) => content)
        .toSorted(),
    ).toEqual(
      ben
        .filter(({ round }) => round === 'overlap')
        .map(({ content }) => content)
        .toSorted(),
    );
    expect(anna.filter(({ round }) => round === 'overlap')).toHaveLength(4);
  });

  it('draws others of their strata for trials that cannot be read, once each', async () => {
    expect(
      await run('new trials.jsonl --sample 12 --seed 7 --auditor anna -o unread'),
    ).toMatchObject({ code: 0 });
    const drawn = (): { item: number; content: string; shown: string }[] =>
      text('unread.audit.jsonl')
        .trim()
        .split('\n')
        .flatMap((line) => (JSON.parse(line) as { items?: [] }).items ?? []);
    expect(await run('extend unread.audit.jsonl --replace')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no answer says that its trial cannot be read'),
    });
    const before = drawn();
    const writer = await openAudit(file('unread.audit.jsonl'), () => new Date());
    for (const { item, content, shown } of before.slice(0, 3)) {
      const reason = item === 3 ? 'language' : 'unreadable';
      await writer.append({ type: 'answer', item, content, shown, cannot: { reason } });
    }
    await writer.close();
    expect(await run('extend unread.audit.jsonl')).toMatchObject({ code: 2 });
    expect(await run('extend unread.audit.jsonl --replace')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 trials more, 14 in all'),
    });
    // For items 1 and 2, and not once more.
    expect(text('unread.audit.jsonl')).toContain('"replaces":[1,2]');
    expect(await run('extend unread.audit.jsonl --replace')).toMatchObject({ code: 2 });
    const key = new Map(
      text('unread.key.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { content?: string; stratum?: string[] })
        .map(({ content, stratum }) => [content, JSON.stringify(stratum)]),
    );
    const strata = (items: readonly { content: string }[]): unknown =>
      items.map(({ content }) => key.get(content) ?? '').toSorted();
    expect(drawn()).toHaveLength(14);
    expect(strata(drawn().slice(12))).toEqual(strata(before.slice(0, 2)));
    expect(await run('verify unread.audit.jsonl trials.jsonl')).toMatchObject({ code: 0 });
    // What comes next is drawn around them.
    expect(await run('extend unread.audit.jsonl --sample 20')).toMatchObject({ code: 0 });
    expect(new Set(drawn().map(({ content }) => content)).size).toBe(drawn().length);
    expect(await run('verify unread.audit.jsonl trials.jsonl')).toMatchObject({ code: 0 });
    expect(await run('close unread.audit.jsonl --partial')).toMatchObject({ code: 0 });
    expect(await run('verify unread.audit.jsonl trials.jsonl')).toMatchObject({ code: 0 });
    expect(
      await run('new trials.jsonl --sample 12 --seed 7 --auditor anna,ben -o shared'),
    ).toMatchObject({ code: 0 });
    expect(await run('extend shared-anna.audit.jsonl --replace')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('anna and ben share this sample'),
    });
  });

  it('finds a changed trial, key and record', async () => {
    expect(await run('new trials.jsonl --sample 40 --seed 7 --auditor anna -o all')).toMatchObject({
      code: 0,
    });
    place.write('changed.jsonl', data.replace('This is trial 3.', 'This is trial 3!'));
    expect(await run('verify all.audit.jsonl changed.jsonl')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 trials are gone or were changed: t3'),
    });
    place.write('judged.jsonl', data.replace('"outcome":"harmful"', '"outcome":"safe"'));
    expect(await run('verify all.audit.jsonl judged.jsonl')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 re-judged since'),
    });
    const [key, audit] = [text('all.key.jsonl'), text('all.audit.jsonl')];
    writeFileSync(file('all.key.jsonl'), key.replace('"outcome":"safe"', '"outcome":"harmful"'));
    expect(await run('verify all.audit.jsonl')).toMatchObject({ code: 1 });
    writeFileSync(file('all.key.jsonl'), key);
    writeFileSync(file('all.audit.jsonl'), audit.replaceAll('\n', '\r\n'));
    expect(await run('verify all.audit.jsonl')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('CR LF'),
    });
    writeFileSync(file('all.audit.jsonl'), audit.replace('"seed":"7"', '"seed":"8"'));
    expect(await run('verify all.audit.jsonl')).toMatchObject({ code: 1 });
  });

  it('is passed over where its files lie among the trials', async () => {
    const listed = await place.run(['list', '.', '--jsonl', '-q', 'id:t3']);
    expect(listed.code).toBe(0);
    const checked = await place.run(['check', 'one.audit.jsonl', 'one.key.jsonl']);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining('passed over') });
  });

  it('signs with a key of ssh, and says whose signature it is', async () => {
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file('id')]);
    if (made.error !== undefined) {
      process.stdout.write('skipped: no ssh-keygen\n');
      return;
    }
    expect(
      await run('new trials.jsonl --sample 4 --seed 7 --auditor anna -o signed'),
    ).toMatchObject({ code: 0 });
    expect(await run('close signed.audit.jsonl --partial --sign none')).toMatchObject({ code: 2 });
    expect(await run(`close signed.audit.jsonl --partial --sign ${file('id')}`)).toMatchObject({
      code: 0,
    });
    place.write('signers', `anna@lab ${text('id.pub')}`);
    expect(await run('verify signed.audit.jsonl --signers signers')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('anna@lab'),
    });
    expect((await run('report signed.audit.jsonl --json')).stdout).not.toContain('W13');
    writeFileSync(file('signed.audit.jsonl'), `${text('signed.audit.jsonl')}\n`);
    expect(await run('verify signed.audit.jsonl --signers signers')).toMatchObject({ code: 1 });
  });

  it('leads on, plans, reports and exports', async () => {
    const alone = await place.run(['audit']);
    expect(alone).toMatchObject({ code: 0 });
    expect(alone.stdout).toContain(
      'one.audit.jsonl: closed · inquest audit report one.audit.jsonl',
    );
    expect(alone.stdout).toContain(
      'a.audit.jsonl: 0 of 13 answered · inquest audit run a.audit.jsonl',
    );
    const plan = await run('plan trials.jsonl --json');
    expect(JSON.parse(plan.stdout)).toMatchObject({ harmful: 14, safe: 26, needs: {} });
    expect(await run('plan trials.jsonl')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Two auditors, κ 0.8 ± 0.1'),
    });
    // Open: not without saying so, which is written into the file.
    expect(await run('report a.audit.jsonl')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--interim'),
    });
    const interim = await run('report a.audit.jsonl --interim --json --by model');
    expect(JSON.parse(interim.stdout)).toMatchObject({ files: [{ closed: false, looks: 1 }] });
    expect(text('a.audit.jsonl')).toContain('"type":"look"');
    for (const form of ['', ' --json', ' --csv', ' --md', ' --tex', ' --by condition']) {
      expect(await run(`report one.audit.jsonl${form}`)).toMatchObject({ code: 0, stderr: '' });
    }
    expect(await run('report one.audit.jsonl --svg one.svg')).toMatchObject({ code: 0 });
    expect(text('one.svg')).toContain('<svg');
    expect(await run('report one.audit.jsonl --data judged.jsonl')).toMatchObject({ code: 0 });
    for (const to of ['csv', 'jsonl', 'scout', 'inspect', 'inspect-edits']) {
      expect(await run(`export one.audit.jsonl --to ${to} -o out.${to}`)).toMatchObject({
        code: 0,
      });
    }
    expect(text('out.jsonl').trim().split('\n')).toHaveLength(12);
    expect(await run('disagreements one.audit.jsonl')).toMatchObject({ code: 0 });
    expect(await run('report two-anna.audit.jsonl one.audit.jsonl --interim')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('two designs'),
    });
    expect(await run('report one.audit.jsonl --against signal:ethics')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('stratified by outcome'),
    });
  });

  it.each([
    ['new trials.jsonl --sample 3 -o few --stratify outcome,model', 'too few for 4 strata'],
    ['new trials.jsonl --sample 9 -o x --stratify colour', "there is no field 'colour'"],
    ['new trials.jsonl --sample 9 -o x --allocate some', '"some" is no count'],
    ['new trials.jsonl --sample 9 -o x --allocate evil=9', 'no trial of the query is "evil"'],
    ['new trials.jsonl --sample 9 -o x --blind model,size', "there is no level 'size'"],
    ['new trials.jsonl --sample 9 -o x --rubric none.yaml', 'cannot read none.yaml'],
    ['new trials.jsonl --sample 9 -o x --allocate harmful=4,safe=6', '--allocate says 10 trials'],
    ['new trials.jsonl --sample 9 -o x --auditor A.b,a.B', 'would have one name'],
    ['new trials.jsonl --sample 9 -o x --calibration -1', 'a whole number from 0'],
    ['new trials.jsonl --sample 9 -o one', 'is there already'],
    ['new trials.jsonl --sample 9 -o x --redact emails', '--redact does not go with an audit'],
    ['new - --sample 9 -o x', 'standard input is gone'],
    ['head trials.jsonl', 'is no audit file'],
    ['verify none.jsonl', 'cannot read none.jsonl'],
    ['extend all.audit.jsonl --sample 90', 'the chain is broken'],
  ])('%s says what is wrong', async (line, message) => {
    const { code, stderr } = await run(line);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
