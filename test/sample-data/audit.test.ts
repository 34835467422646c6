/** The example audit is what the script makes, holds, and says what another program finds in it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeAudit } from '../../sample-data/make/audit.ts';
import { makeStudy } from '../../sample-data/make/study.ts';
import { readAudit } from '../../src/audit/audit-file.ts';
import { readKey } from '../../src/audit/key.ts';
import { fileChecks, keyChecks } from '../../src/audit/verify.ts';
import { resampled } from '../../src/cli/work/audit/close.ts';
import { reported, reviewedFiles } from '../support/audits.ts';

const FOLDER = new URL('../../sample-data/', import.meta.url);
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, FOLDER));
const NAMES = ['anna', 'ben', 'settled'].map((name) => `example-${name}.audit.jsonl`);

it.each(makeAudit(makeStudy().instruction))('$name is what the script makes', ({ name, text }) => {
  expect(bytesOf(name).equals(Buffer.from(text))).toBe(true);
});

it('holds, check by check', () => {
  const key = readKey(bytesOf('example.key.jsonl'), 'example.key.jsonl');
  for (const name of NAMES) {
    const audit = readAudit(bytesOf(name), name);
    const places = resampled(audit, key, []).places.get(audit.header.auditor) ?? [];
    const checks = [...fileChecks(audit, {}), ...keyChecks(audit, key, places)];
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(audit.header['synthetic']).toBe(true);
  }
});

it('reports what another program finds in the files', () => {
  const program = `
import json,sys
files=[[json.loads(l) for l in open(f)] for f in sys.argv[1:]]
truth={t['content']:t for r in files[0] if r['type']=='close' for t in r['truth']}
N={s['stratum'][0]:s['N'] for r in files[0] if r['type']=='close' for s in r['strata']}
said=[{r['content']:r.get('outcome') for r in f if r['type']=='answer'} for f in files]
a,b,c=said
ref={k:(c[k] if k in c else a[k] if a[k]==b[k] else None) for k in truth}
p={}
for v in ('harmful','safe'):
    known=[ref[k] for k in truth if truth[k]['outcome']==v and ref[k]]
    p[v]=sum(r=='harmful' for r in known)/len(known)
w=N['harmful']/sum(N.values()); rate=w*p['harmful']+(1-w)*p['safe']
pairs=[(a[k],b[k]) for k in truth if a[k] and b[k]]; n=len(pairs); po=sum(x==y for x,y in pairs)/n
h=[sum(q[i]=='harmful' for q in pairs)/n for i in (0,1)]; pe=h[0]*h[1]+(1-h[0])*(1-h[1])
print(json.dumps([p['harmful'],p['safe'],rate,w*p['harmful']/rate,(1-w)*(1-p['safe'])/(1-rate),po,(po-pe)/(1-pe)]))`;
  const printed = execFileSync('python3', ['-c', program, ...NAMES], {
    cwd: fileURLToPath(FOLDER),
    encoding: 'utf8',
  });
  const files = NAMES.map((name) => readAudit(bytesOf(name), name));
  const { judge, raters } = reported(reviewedFiles(files));
  const figures = [
    judge.precision.estimate,
    judge.missRate.estimate,
    judge.prevalence?.estimate,
    judge.recall?.estimate,
    judge.specificity?.estimate,
    raters?.kappa.observed,
    raters?.kappa.kappa,
  ];
  for (const [at, expected] of (JSON.parse(printed) as number[]).entries()) {
    expect(figures[at]).toBeCloseTo(expected, 12);
  }
});
