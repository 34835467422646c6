/** What is said of the places that the program keeps files in; looking changes none. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lookAtPlaces, type PlaceReport } from '../../src/process/folders.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-places-'));
  for (const name of ['CACHE', 'CONFIG', 'DATA', 'STATE']) {
    vi.stubEnv(`XDG_${name}_HOME`, path.join(folder, name));
  }
  vi.stubEnv('XDG_RUNTIME_DIR', path.join(folder, 'RUNTIME'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function placeOf(what: string): PlaceReport | undefined {
  return lookAtPlaces().find((one) => one.what === what);
}

it('finds no fault where there is nothing yet, and makes nothing', () => {
  const places = lookAtPlaces();
  expect(places.map(({ what }) => what)).toEqual([
    'config file',
    'indexes',
    'compiled code',
    'notes on trials',
    'unsaved bookmarks',
    'places of last time',
    'socket of the speaker notes',
    'socket of the speaker notes',
  ]);
  for (const one of places) {
    expect(one.path).toContain(folder);
    expect(one).not.toHaveProperty('owner');
    expect(one).not.toHaveProperty('fault');
    expect(statSync(one.path ?? '', { throwIfNoEntry: false })).toBeUndefined();
  }
});

it('tells owner and mode, and what is wrong with them', () => {
  const cache = path.join(folder, 'CACHE/inquest');
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  expect(placeOf('indexes')).toEqual({
    what: 'indexes',
    path: cache,
    owner: process.getuid?.(),
    mode: 0o700,
  });
  chmodSync(cache, 0o755);
  expect(placeOf('indexes')).toMatchObject({
    mode: 0o755,
    fault: `${cache} is open to other users until it is next used`,
  });
  chmodSync(path.dirname(cache), 0o777);
  expect(placeOf('indexes')?.fault).toBe(
    `${cache} is not safe: ${path.dirname(cache)} can be changed by other users`,
  );
  expect(statSync(cache).mode & 0o777).toBe(0o755);
});

it('tells links, files in place of folders, and a config that others can change', () => {
  mkdirSync(path.join(folder, 'STATE/inquest'), { recursive: true });
  const drafts = path.join(folder, 'STATE/inquest/bookmarks');
  symlinkSync(folder, drafts);
  expect(placeOf('unsaved bookmarks')?.fault).toBe(`${drafts} is a link`);
  rmSync(drafts);
  writeFileSync(drafts, '');
  expect(placeOf('unsaved bookmarks')?.fault).toBe(`${drafts} is no folder`);
  const config = path.join(folder, 'CONFIG/inquest/config.json');
  mkdirSync(path.dirname(config), { recursive: true });
  writeFileSync(config, '{}');
  chmodSync(config, 0o644);
  expect(placeOf('config file')).toMatchObject({ path: config, mode: 0o644 });
  expect(placeOf('config file')).not.toHaveProperty('fault');
  chmodSync(config, 0o666);
  expect(placeOf('config file')?.fault).toBe(`another user can change ${config}`);
});
