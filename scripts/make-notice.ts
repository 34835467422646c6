/**
 * Writes NOTICE: the packages whose code is in dist/, each with its licence. `npm run notice`, after a
 * dependency has changed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OutputChunk } from 'rolldown';
import { bundleAll, ROOT } from './bundle.ts';

const FILE = path.join(ROOT, 'NOTICE');

/** Packages under the MIT licence that come without its text: whose copyright their sources name. */
const COPYRIGHTS: Readonly<Record<string, string>> = {
  'yoga-layout': 'Copyright (c) Meta Platforms, Inc. and affiliates.',
  'pg-copy-streams': 'Copyright (c) 2013 Brian M. Carlson',
  'pg-types': 'Copyright (c) 2014 Brian M. Carlson',
  pgpass: 'Copyright (c) 2013-2016 Hannes Hörl',
};

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };

/** The folders of the packages that code was bundled from. */
export function bundledPackages(chunks: readonly OutputChunk[]): readonly string[] {
  const folders = chunks
    .flatMap(({ moduleIds }) => moduleIds)
    .flatMap(
      (id) => /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1] ?? [],
    )
    // What the bundler itself adds between the modules.
    .concat(path.join(ROOT, 'node_modules/rolldown'));
  return [...new Set(folders)].toSorted();
}

/** The file's text. Throws where a package has no licence that can be quoted. */
export function noticeText(folders: readonly string[]): string {
  const parts = folders.map((folder) => {
    const manifest = readFileSync(path.join(folder, 'package.json'), 'utf8');
    const { name, version, license } = JSON.parse(manifest) as Manifest;
    if (license === undefined) throw new Error(`${name} names no licence`);
    return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${licenceOf(folder, name)}\n`;
  });
  return [
    'Inquest contains code of these packages, each under its own licence.',
    'Made by `npm run notice`; do not edit.\n',
    // Of one package there may be several copies.
    ...new Set(parts),
  ].join('\n');
}

function licenceOf(folder: string, name: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length > 0) {
    return files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n');
  }
  const copyright = COPYRIGHTS[name];
  if (copyright === undefined) throw new Error(`${name} has no file with its licence`);
  // Ours is the same licence.
  const own = readFileSync(path.join(ROOT, 'LICENSE'), 'utf8');
  return own.replace(/^Copyright.*$/m, copyright).trim();
}

if (import.meta.main) writeFileSync(FILE, noticeText(bundledPackages(await bundleAll())));
