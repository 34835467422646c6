/** An audit on a disk that is full: nothing is called given, and it goes on when there is room again. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../src/audit/audit-file.ts';
import { createAudit, openAudit } from '../../src/audit-files/append.ts';
import { recordsOf } from '../support/audits.ts';

const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
if (!canMount) process.stdout.write('skipped: no right to mount a small disk\n');

describe.skipIf(!canMount)('an audit on a full disk', () => {
  let disk: string;
  beforeEach(() => {
    disk = mkdtempSync(path.join(tmpdir(), 'inquest-disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    expect(mounted.status).toBe(0);
  });
  afterEach(() => {
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it('loses nothing that was given, and saves what was not later', async () => {
    const file = path.join(disk, 'review.audit.jsonl');
    const now = (): Date => new Date(0);
    const trials = [{ outcome: 'safe' as const }, { outcome: 'safe' as const }];
    const records = recordsOf({
      auditor: 'anna',
      trials,
      sizes: { safe: 2 },
      said: [],
      isOpen: true,
    });
    await createAudit(file, records, now);
    const writer = await openAudit(file, now);
    const [one, other] = writer.audit().items;
    if (one === undefined || other === undefined) throw new Error('nothing was drawn');
    const answer = ({ item, content, shown }: typeof one, note: string) =>
      ({ type: 'answer', item, content, shown, outcome: 'safe', note }) as const;
    await writer.append(answer(one, 'before'));
    try {
      for (const size of [4096, 1]) {
        for (;;) writeFileSync(path.join(disk, 'full'), 'x'.repeat(size), { flag: 'a' });
      }
    } catch {
      // Full.
    }
    // Longer than what is left of the file's last block, so that a part of it is written.
    const long = answer(other, 'n'.repeat(20_000));
    await expect(writer.append(long)).rejects.toThrow('the disk is full');
    expect([...writer.audit().answers.keys()]).toEqual([1]);
    await expect(writer.append(long)).rejects.toThrow('the disk is full');
    rmSync(path.join(disk, 'full'));
    await writer.append(long);
    await writer.close();
    const audit = readAudit(readFileSync(file), file);
    expect(audit.chain.ok).toBe(true);
    expect(audit.misfits).toEqual([]);
    expect(audit.answers.get(1)?.note).toBe('before');
    expect(audit.answers.get(2)?.note).toBe(long.note);
    expect(audit.records.some(({ type }) => type === 'repair')).toBe(true);
  });
});
