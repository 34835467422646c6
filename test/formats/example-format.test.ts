/** The example of docs/adding-a-format.md reads what the page says it reads. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readHead } from '../../src/formats/bytes.ts';
import type { Format } from '../../src/formats/format.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is a format that detects its files, and reads them', async () => {
  const page = readFileSync(path.join(ROOT, 'docs/adding-a-format.md'), 'utf8');
  const code = /```ts\n([^]*?)```/.exec(page)?.[1] ?? '';
  const line = /`(\{"acme"[^`]*)`/.exec(page)?.[1] ?? '';
  const formats = pathToFileURL(path.join(ROOT, 'src/formats/')).href;
  const module = path.join(folder, 'acme.mjs');
  writeFileSync(module, stripTypeScriptTypes(code).replaceAll("'./", `'${formats}`));
  const file = path.join(folder, 'log.jsonl');
  writeFileSync(file, `${line}\n{"acme":1}\n`);
  const { acme } = (await import(pathToFileURL(module).href)) as { acme: Format };
  const source = { path: file, name: 'log.jsonl', size: 0 };
  expect(acme.detect(await readHead(source))).toMatchObject({ confidence: 0.95 });
  const items = await Array.fromAsync(acme.read(source, {}));
  expect(items.flatMap((item) => (item.type === 'trial' ? [item.trial] : []))).toMatchObject([
    { id: 'log.jsonl:1', model: 'm', meta: { acme: 1 }, turns: [{ text: 'hi' }] },
  ]);
  expect(items).toContainEqual(
    expect.objectContaining({ problem: expect.objectContaining({ place: 'line 2' }) as unknown }),
  );
});
