/** Another user of the same machine prepares places that the program looks at, and gets nothing. */
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/terminal.ts';
import { AUDITOR, createSharedPlace, hasUsers, OTHER, runAs, type Ran } from '../support/users.ts';

const place = createSharedPlace();
const inquest = path.join(ROOT, 'bin/inquest');
let home = '';
let data = '';

beforeEach(() => {
  if (!hasUsers) return;
  home = makeFolder('home', AUDITOR, 0o755);
  data = path.join(place.folder, 'data.jsonl');
  writeFileSync(data, '{"model":"m","turns":[{"kind":"reasoning","text":"Hm."}]}\n');
});

function makeFolder(name: string, user: number, mode: number): string {
  const folder = path.join(place.folder, name);
  mkdirSync(folder, { recursive: true });
  return place.own(folder, user, mode);
}

function audit(args: readonly string[], env: Record<string, string> = {}): Ran {
  return runAs(AUDITOR, process.execPath, [inquest, ...args], {
    cwd: place.folder,
    env: { HOME: home, ...env },
  });
}

function mode(file: string): number {
  return statSync(file).mode & 0o7777;
}

describe.skipIf(!hasUsers)('compiled code', () => {
  /** Every file below a folder. */
  function filesIn(folder: string): readonly string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  /** Whose files would be run, and what the user's own Node has put anywhere. */
  function usedIn(folder: string): boolean {
    return filesIn(folder).some((file) => lstatSync(file).uid === AUDITOR);
  }

  it('is kept in a folder of the user alone', () => {
    expect(audit(['--version']).code).toBe(0);
    const folder = path.join(home, '.cache/inquest/compiled');
    expect(usedIn(folder)).toBe(true);
    for (const one of [folder, path.dirname(folder), path.join(home, '.cache')]) {
      expect(mode(one)).toBe(0o700);
    }
  });

  it('is never taken from the folder for temporary files, whatever lies there', () => {
    const temporary = makeFolder('tmp', 0, 0o1777);
    const mark = path.join(makeFolder('marks', 0, 0o777), 'mark');
    const env = { TMPDIR: temporary, MARK: mark };
    const forged = runAs(
      OTHER,
      process.execPath,
      ['--experimental-vm-modules', path.join(ROOT, 'test/support/forge-compiled.mjs')],
      { env: { ...env, PROGRAM: path.join(ROOT, 'dist/inquest.js'), VICTIM: String(AUDITOR) } },
    );
    expect(forged.code, forged.err).toBe(0);
    // A program that leaves the place to Node runs what the other user has put there.
    const careless = `require('module').enableCompileCache(); import(${JSON.stringify(path.join(ROOT, 'dist/inquest.js'))})`;
    runAs(AUDITOR, process.execPath, ['-e', careless], { env: { ...env, HOME: home } });
    expect(readFileSync(mark, 'utf8')).toBe(String(AUDITOR));
    rmSync(mark);
    for (const variables of [
      {},
      { HOME: '' },
      { HOME: '/nowhere' },
      { XDG_CACHE_HOME: temporary },
    ]) {
      expect(audit(['--version'], { ...env, ...variables })).toMatchObject({ code: 0, err: '' });
      expect(existsSync(mark)).toBe(false);
    }
  });

  it.each<readonly [string, () => string]>([
    [
      'the cache folder of another user',
      () => makeFolder('planted/inquest', OTHER, 0o777) && makeFolder('planted', AUDITOR, 0o755),
    ],
    [
      'a folder that another user has put into it',
      () => {
        makeFolder('planted', AUDITOR, 0o755);
        makeFolder('planted/inquest', AUDITOR, 0o777);
        makeFolder('planted/inquest/compiled', OTHER, 0o777);
        return path.join(place.folder, 'planted');
      },
    ],
    [
      'a folder of the user that others can write',
      () => {
        makeFolder('planted', AUDITOR, 0o755);
        makeFolder('planted/inquest', AUDITOR, 0o700);
        makeFolder('planted/inquest/compiled', AUDITOR, 0o777);
        return path.join(place.folder, 'planted');
      },
    ],
    [
      'a folder below one that others can write',
      () => makeFolder('open/planted', AUDITOR, 0o700) && makeFolder('open', OTHER, 0o777),
    ],
    [
      'a folder that a link of another user leads to',
      () => {
        makeFolder('planted', AUDITOR, 0o700);
        const shared = makeFolder('shared', 0, 0o1777);
        const link = path.join(shared, 'link');
        runAs(OTHER, 'ln', ['-s', path.join(place.folder, 'planted'), link]);
        return link;
      },
    ],
    [
      'a link in place of the folder',
      () => {
        const target = makeFolder('target', AUDITOR, 0o700);
        const planted = makeFolder('planted', AUDITOR, 0o700);
        symlinkSync(target, path.join(planted, 'inquest'));
        return planted;
      },
    ],
  ])('is not kept in %s, and nothing else is', (_, plant) => {
    const cache = plant();
    const { code, err } = audit(['--version'], { XDG_CACHE_HOME: cache });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(usedIn(place.folder)).toBe(false);
    // The index goes by the same rule; where it is not kept, that is a problem to look up.
    const listed = audit(['check', data, '--json'], { XDG_CACHE_HOME: cache });
    expect(listed.code).toBe(0);
  });
});

describe.skipIf(!hasUsers)('an index', () => {
  const noticesOf = ({ out }: Ran): string =>
    JSON.stringify(
      (JSON.parse(out) as { files: readonly { problems: readonly unknown[] }[] }).files.flatMap(
        ({ problems }) => problems,
      ),
    );

  it('is read by its owner alone, in a folder that was wider', () => {
    mkdirSync(path.join(home, '.cache/inquest'), { recursive: true });
    place.own(path.join(home, '.cache'), AUDITOR, 0o755);
    const cache = place.own(path.join(home, '.cache/inquest'), AUDITOR, 0o755);
    expect(audit(['list', data]).code).toBe(0);
    expect(mode(cache)).toBe(0o700);
    const files = readdirSync(cache).filter((name) => name.includes('.db'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(mode(path.join(cache, name))).toBe(0o600);
  });

  it('of another user is not opened', () => {
    const cache = makeFolder('cache', OTHER, 0o777);
    mkdirSync(path.join(cache, 'inquest'));
    place.own(path.join(cache, 'inquest'), OTHER, 0o777);
    const checked = audit(['check', data, '--json'], { XDG_CACHE_HOME: cache });
    expect(checked.code).toBe(0);
    expect(noticesOf(checked)).toContain('belongs to another user; a temporary index is used');
    expect(readdirSync(path.join(cache, 'inquest'))).toEqual([]);
  });

  it('of another user is neither listed nor deleted', () => {
    const cache = makeFolder('cache/inquest', OTHER, 0o777);
    for (const what of ['status', 'clear']) {
      const { code, out, err } = audit(['index', what], { XDG_CACHE_HOME: path.dirname(cache) });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toBe(`inquest: the cache folder ${cache} belongs to another user\n`);
    }
  });

  it('that another user has put into the folder is replaced', () => {
    expect(audit(['list', data]).code).toBe(0);
    const cache = path.join(home, '.cache/inquest');
    const name = readdirSync(cache).find((one) => one.endsWith('.db')) ?? '';
    const planted = path.join(cache, name);
    // The index of other trials under the right name.
    writeFileSync(data, '{"model":"other","turns":[{"kind":"reasoning","text":"Hm."}]}\n');
    const forged = makeFolder('forged', AUDITOR, 0o700);
    expect(audit(['list', data], { XDG_CACHE_HOME: forged }).code).toBe(0);
    cpSync(path.join(forged, 'inquest', name), planted);
    place.own(planted, OTHER, 0o666);
    const { code, out } = audit(['list', data, '--jsonl']);
    expect(code).toBe(0);
    expect(out).toContain('"other"');
    expect(lstatSync(planted).uid).toBe(AUDITOR);
    expect(mode(planted)).toBe(0o600);
  });
});

describe.skipIf(!hasUsers)('the config file', () => {
  function configOf(user: number, permissions: number): string {
    const folder = path.join(home, '.config/inquest');
    mkdirSync(folder, { recursive: true });
    for (const one of [path.join(home, '.config'), folder]) place.own(one, AUDITOR, 0o755);
    const file = path.join(folder, 'config.json');
    writeFileSync(file, '{"signals":{"mine":"hm"}}');
    return place.own(file, user, permissions);
  }

  it.each([
    ['of another user', OTHER, OTHER, 0o644],
    ['that all can write', AUDITOR, AUDITOR, 0o666],
    ['that a group can write', AUDITOR, OTHER, 0o664],
  ])('%s is refused in one line', (_, user, group, permissions) => {
    const file = configOf(user, permissions);
    chownSync(file, user, group);
    const { code, out, err } = audit(['list', data]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `inquest: another user can change the config file ${file}; make it yours, with mode 600, or name it with --config\n`,
    );
  });

  it('that the user’s own group can write is taken', () => {
    configOf(AUDITOR, 0o664);
    expect(audit(['list', data])).toMatchObject({ code: 0, err: '' });
  });

  it('is taken where it is named, and that is said', () => {
    const file = configOf(OTHER, 0o644);
    const { code, err } = audit(['list', data, '--config', file]);
    expect(code).toBe(0);
    expect(err).toBe(`inquest: another user can change the config file ${file}\n`);
  });

  it('of root is taken', () => {
    configOf(0, 0o644);
    expect(audit(['list', data])).toMatchObject({ code: 0, err: '' });
  });
});

describe.skipIf(!hasUsers)('a file to write', () => {
  it('is the user alone’s where it is new, and keeps its mode where it is there', () => {
    const file = path.join(home, 'trials.jsonl');
    expect(audit(['convert', data, '-o', file]).code).toBe(0);
    expect(mode(file)).toBe(0o600);
    place.own(file, AUDITOR, 0o640);
    expect(audit(['convert', data, '-o', file]).code).toBe(0);
    expect(mode(file)).toBe(0o640);
  });

  it('is not written through a link of another user in a shared folder', () => {
    const shared = makeFolder('shared', 0, 0o1777);
    const precious = path.join(home, 'precious');
    writeFileSync(precious, 'mine');
    place.own(precious, AUDITOR, 0o600);
    const link = path.join(shared, 'out.jsonl');
    runAs(OTHER, 'ln', ['-s', precious, link]);
    const { code, err } = audit(['convert', data, '-o', link]);
    expect(code).toBe(2);
    expect(err).toBe(`inquest: cannot write ${link}: ${link} is a link of another user\n`);
    expect(readFileSync(precious, 'utf8')).toBe('mine');
  });

  it('is written through a link of the user’s own', () => {
    const target = path.join(home, 'target.jsonl');
    writeFileSync(target, '');
    place.own(target, AUDITOR, 0o644);
    const link = path.join(home, 'link.jsonl');
    symlinkSync(target, link);
    expect(audit(['convert', data, '-o', link]).code).toBe(0);
    expect(readFileSync(target, 'utf8')).toContain('"model":"m"');
    expect(mode(target)).toBe(0o644);
  });
});

describe.skipIf(!hasUsers)('temporary files', () => {
  it('are refused where others can replace them', () => {
    const open = makeFolder('open', OTHER, 0o777);
    const { code, out, err } = audit(['list', data, '--no-cache'], { TMPDIR: open });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^inquest: temporary files in .* are not safe: .*; set TMPDIR to .*\n$/);
    expect(readdirSync(open)).toEqual([]);
  });
});
