/** Every soak test a few times, and the inputs that were found by running them for longer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSoaks, type Finding } from './soak.ts';

const SEED = 20_261_128;
const soaks = await loadSoaks();

function readable({ what, input }: Finding): string {
  return input === undefined ? what : `${what}: ${Buffer.from(input).toString('latin1')}`;
}

describe.each(soaks.map((soak) => [soak.name, soak] as const))('%s', (name, soak) => {
  it(`finds nothing in ${soak.suite} runs`, { timeout: 900_000 }, async () => {
    const findings: string[] = [];
    const { runs, skipped } = await soak.run({
      count: soak.suite,
      seed: SEED,
      report: (finding) => findings.push(readable(finding)),
      trying: () => undefined,
    });
    expect(findings).toEqual([]);
    if (skipped === undefined) expect(runs).toBe(soak.suite);
    else process.stdout.write(`skipped: ${name}: ${skipped}\n`);
  });

  const folder = path.join(import.meta.dirname, 'cases', name);
  const cases = existsSync(folder) ? readdirSync(folder) : [];
  it.each(cases)('does right by %s', async (file) => {
    const findings: string[] = [];
    if (soak.replay === undefined) throw new Error(`${name} has cases but no replay`);
    await soak.replay(readFileSync(path.join(folder, file)), (finding) =>
      findings.push(readable(finding)),
    );
    expect(findings).toEqual([]);
  });
});
