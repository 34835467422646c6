/** What can be said of an audit file from itself and its key. */
import { countsAs, type AuditFile } from './audit-file.ts';
import { headsOf, recordsOf } from './records-of.ts';
import { frameHash, frameRows } from './frame.ts';
import { canonicalHash } from './hash.ts';
import type { KeyFile } from './key.ts';
import { rubricHash } from './rubric.ts';
import type { Place } from './sample.ts';

/** One check. `note`: it neither failed nor proves anything. */
export type Check = {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'note';
  readonly text: string;
};

export const ok = (name: string, text: string): Check => ({ name, state: 'ok', text });
export const failed = (name: string, text: string): Check => ({ name, state: 'failed', text });
export const note = (name: string, text: string): Check => ({ name, state: 'note', text });

/** Checks of a file alone. `head`, `design`: what was known of it elsewhere, or their beginnings. */
export function fileChecks(
  audit: AuditFile,
  known: { readonly head?: string | undefined; readonly design?: string | undefined },
): readonly Check[] {
  const { header, chain } = audit;
  return [
    chain.ok
      ? ok('chain', `${chain.records} records, head ${chain.head ?? ''}`)
      : failed('chain', `line ${chain.line}: ${chain.reason}`),
    ...(chain.ok && chain.torn !== undefined
      ? [
          failed(
            'end',
            `${chain.torn} bytes behind the last record are none: a line was cut, or never given; the next writer marks them`,
          ),
        ]
      : []),
    headCheck(audit, known.head),
    audit.misfits.length === 0
      ? ok('schema', 'every record is as the schema has it')
      : failed(
          'schema',
          audit.misfits.map(({ line, message }) => `line ${line}: ${message}`).join('; '),
        ),
    ...repairs(audit),
    answersCheck(audit),
    rubricHash(header.rubric) === header.design.rubric
      ? ok('rubric', `${header.rubric.name} v${header.rubric.version}`)
      : failed('rubric', 'it is not the one that the design names'),
    designCheck(audit, known.design),
    orderCheck(audit),
  ];
}

function headCheck(audit: AuditFile, known: string | undefined): Check {
  if (known === undefined)
    return note('anchor', 'consistent; nothing shows when (--head, --design)');
  const heads = headsOf(audit);
  const at = heads.findIndex((head) => head.startsWith(known.toLowerCase()));
  if (known.length < 8) return failed('anchor', 'a head of fewer than 8 digits says nothing');
  if (at < 0)
    return failed('anchor', `no record has the head ${known}: the file was changed before it`);
  const since = heads.length - at - 1;
  return ok(
    'anchor',
    `the head ${known.slice(0, 16)} is that of record ${at}${since === 0 ? ', the last' : `; ${since} were added since`}`,
  );
}

function repairs(audit: AuditFile): readonly Check[] {
  return recordsOf(audit, 'repair').map(({ bytes, seq }) =>
    note('repair', `before record ${seq}: ${bytes} bytes of a record that was never given`),
  );
}

function answersCheck(audit: AuditFile): Check {
  const drawn = new Map(audit.items.map((one) => [one.item, one]));
  const wrong: string[] = [];
  if (drawn.size < audit.items.length) wrong.push('an item was drawn twice');
  const answers = recordsOf(audit, 'answer');
  for (const answer of answers) {
    const item = drawn.get(answer.item);
    const name = `record ${answer.seq}`;
    if (item === undefined) wrong.push(`${name}: item ${answer.item} was not drawn`);
    else if (item.content !== answer.content) wrong.push(`${name}: it is of another trial`);
    else if (item.shown !== answer.shown) wrong.push(`${name}: something else was shown`);
    if (
      answer.outcome !== undefined &&
      answer.cannot === undefined &&
      countsAs(audit, answer) === 'cannot'
    ) {
      wrong.push(`${name}: the rubric has no outcome "${answer.outcome}"`);
    }
    if (
      answer.revises !== undefined &&
      !answers.some(({ seq, item }) => seq === answer.revises && item === answer.item)
    ) {
      wrong.push(`${name}: it revises no answer`);
    }
  }
  if (wrong.length > 0) return failed('answers', wrong.join('; '));
  return ok(
    'answers',
    `${audit.answers.size} of ${audit.items.length} items answered; each of a drawn item, as it was shown`,
  );
}

function designCheck({ header }: AuditFile, known: string | undefined): Check {
  const hash = canonicalHash(header.design);
  if (hash !== header.designHash) return failed('design', 'its hash is not the one in the header');
  if (known === undefined) return ok('design', hash);
  return hash.startsWith(known.toLowerCase()) && known.length >= 8
    ? ok('design', `${hash.slice(0, 16)} is the one that was published`)
    : failed('design', `it is ${hash.slice(0, 16)}, not ${known.slice(0, 16)}`);
}

/** Nothing but reveals and looks follows the end, and it counts what was answered. */
function orderCheck(audit: AuditFile): Check {
  const { records, close, items, answers } = audit;
  const at = records.findIndex(({ type }) => type === 'close');
  if (at < 0) return note('close', 'the audit is open');
  const after = records
    .slice(at + 1)
    .filter(({ type }) => !['reveal', 'look', 'repair'].includes(type));
  if (after.length > 0) return failed('close', `${after.length} records follow it`);
  const cannot = [...answers.values()].filter((answer) => countsAs(audit, answer) === 'cannot');
  const open = items.length - answers.size;
  const isCounted =
    close?.given === answers.size && close.cannot === cannot.length && close.open === open;
  return isCounted
    ? ok('close', 'nothing was answered after it')
    : failed('close', 'it does not count what was answered');
}

/** Checks of a file against its key. `places`: the sample, drawn again. */
export function keyChecks(
  audit: AuditFile,
  key: KeyFile,
  places: readonly Place[],
): readonly Check[] {
  const { design } = audit.header;
  if (key.hash !== design.key) {
    return [failed('key', 'it is not the key that the design names, or was changed')];
  }
  const checks = [ok('key', 'it is the one that the design names')];
  if (audit.header['adjudicates'] !== undefined) {
    checks.push(note('draw', 'it settles disagreements: its items are those of two other files'));
  } else if (key.trials.size < key.head.trials) {
    checks.push(note('draw', 'the key has the drawn trials alone; give PATHs to draw again'));
  } else {
    const rows = frameRows(key.trials.values());
    checks.push(
      frameHash(rows) === design.frame
        ? ok('frame', `${rows.length} trials`)
        : failed('frame', 'it is not the one that the design names'),
      drawCheck(audit, places),
    );
  }
  return [...checks, ...truthCheck(audit, key)];
}

function drawCheck({ items }: AuditFile, places: readonly Place[]): Check {
  const expected = new Map(places.map(({ key, round }) => [key, round]));
  const wrong = items.filter(({ content, round }) => expected.get(content) !== round);
  if (wrong.length > 0 || items.length !== places.length) {
    return failed('draw', `${wrong.length} items do not follow from frame, seed and design`);
  }
  return ok('draw', `${items.length} items follow from frame, seed and design`);
}

function truthCheck({ close, items }: AuditFile, key: KeyFile): readonly Check[] {
  if (close === undefined) return [];
  const wrong = close.truth.filter((truth) => {
    const trial = key.trials.get(truth.content);
    return (
      trial === undefined ||
      Object.entries(trial).some(
        ([field, value]) =>
          field !== 'type' && JSON.stringify(value) !== JSON.stringify(truth[field]),
      )
    );
  });
  const isWhole = close.truth.length === items.length && close.query === key.head.query;
  return [
    wrong.length === 0 && isWhole
      ? ok('truth', 'what was revealed is what the key says')
      : failed('truth', `${wrong.length} of what was revealed differ from the key`),
  ];
}
