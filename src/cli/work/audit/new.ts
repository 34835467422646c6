/** `inquest audit new`: draws a sample, and writes the key and an audit file for each auditor. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BLIND_LEVELS } from '../../../audit/levels.ts';
import type { Design } from '../../../audit/schema.ts';
import { frameHash, frameRows } from '../../../audit/frame.ts';
import { sha256 } from '../../../audit/hash.ts';
import { keyText, LARGEST_FRAME, type KeyHead } from '../../../audit/key.ts';
import { DEFAULT_RUBRIC, parseRubric, rubricHash, type Rubric } from '../../../audit/rubric.ts';
import { countsIn, drawSample, plannedStrata, type Sample } from '../../../audit/sample.ts';
import { NothingMatched } from '../../../base/exits.ts';
import { unreadable } from '../../../base/file-errors.ts';
import { unknownName } from '../../../base/nearest.ts';
import { UserError } from '../../../base/user-error.ts';
import { userName } from '../../../base/user-name.ts';
import { pathsFrom } from '../../../walkthrough/file.ts';
import { withCollection, type Context } from '../../context.ts';
import { refuseSources } from '../../destination.ts';
import { collect, fileHashes, queryOfFrame, type Collected } from './collect.ts';
import { filesOf, refuseRedacting, type AuditNames } from './names.ts';
import type { NewOptions } from './new-options.ts';
import { tellReach, told } from './new-text.ts';
import { writeAudit } from './new-files.ts';

export async function runNew(
  context: Context<NewOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options } = context;
  refuseRedacting(options);
  const { allocate } = options;
  checkAllocation(options);
  if (paths.includes('-')) {
    throw new UserError('an audit reads its trials again later, and standard input is gone then');
  }
  const auditors = options.auditor ?? [userName()];
  if (new Set(auditors).size < auditors.length || auditors.length === 0) {
    throw new UserError('--auditor: each auditor has a name of their own');
  }
  const blind = levelsOf(options.blind);
  const rubric = await rubricOf(options.rubric);
  const files = filesOf(options.output, auditors);
  const names = files.audits.map((file) => file.toLowerCase());
  if (new Set(names).size < names.length) {
    throw new UserError(
      '--auditor: the files of two auditors would have one name',
      'name them otherwise',
    );
  }
  const bundles = options.bundle === true ? files.bundles : [];
  for (const file of [files.key, ...files.audits, ...bundles]) {
    if (existsSync(file)) {
      throw new UserError(
        `${file} is there already`,
        'an audit is never replaced: give another -o',
      );
    }
  }
  return withCollection(paths, context, async (collection) => {
    for (const file of [files.key, ...files.audits]) await refuseSources(file, collection);
    const stratify = stratifyOf(options.stratify);
    const collected = await collect(collection, queryOfFrame(options.query ?? ''), stratify);
    if (collected.trials.length === 0) throw new NothingMatched('no trial matches');
    const frame = frameRows(collected.trials);
    const size = { ...options, allocation: allocate, frame };
    const strata = plannedStrata(size);
    checkSize(options, strata, frame.length);
    await tellReach(context, strata);
    const seed = options.seed ?? crypto.randomUUID();
    const sample = drawSample({
      ...size,
      seed,
      auditors,
      overlap: options.overlap ?? null,
    });
    const key = keyText(
      await headOf(context, files, paths, collected, sample, await fileHashes(collection)),
      keptTrials(collected, sample),
    );
    const design: Design = {
      draw: 'draw1',
      seed,
      ...(options.seedNote === undefined ? {} : { seedNote: options.seedNote }),
      frame: frameHash(frame),
      stratify: [...stratify],
      sample: options.sample,
      auditors: [...auditors],
      overlap: options.overlap ?? null,
      calibration: options.calibration,
      order: options.order,
      blind,
      reveal: options.reveal,
      rubric: rubricHash(rubric),
      drawnBy: userName(),
      key: sha256(key),
    };
    await writeAudit({ collection, collected, sample, design, rubric, files, bundles, key });
    await told(context, design, sample, files, frame.length);
    return 0;
  });
}

/** Fields with the class first; `signal:` and `query:` can take its place. */
function stratifyOf(fields: readonly string[]): readonly string[] {
  const [first = 'outcome'] = fields;
  const hasClass = first === 'outcome' || /^(?:signal|query):/.test(first);
  return [...new Set(hasClass ? fields : ['outcome', ...fields])];
}

/** Throws a `UserError` where counts of classes are none, or are not those of the sample. */
function checkAllocation({ allocate, sample }: NewOptions): void {
  if (allocate === 'equal' || allocate === 'proportional') return;
  const sum = [...countsIn(allocate).values()].reduce((total, one) => total + one, 0);
  if (sum === sample) return;
  throw new UserError(`--allocate says ${sum} trials, and --sample ${sample}`, `--sample ${sum}`);
}

function levelsOf(names: readonly string[]): Design['blind'] {
  for (const name of names) {
    if (!BLIND_LEVELS.some((level) => level === name)) {
      throw unknownName('--blind: there is no level', name, BLIND_LEVELS);
    }
  }
  // These are never shown.
  const always = ['verdict', 'model', 'source'];
  return BLIND_LEVELS.filter((level) => always.includes(level) || names.includes(level));
}

async function rubricOf(file: string | undefined): Promise<Rubric> {
  if (file === undefined) return DEFAULT_RUBRIC;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(error, file);
  }
  return parseRubric(text, file);
}

function checkSize({ sample, min }: NewOptions, strata: Sample['strata'], trials: number): void {
  if (sample < 2 * strata.length && sample < trials) {
    throw new UserError(
      `${sample} trials are too few for ${strata.length} strata`,
      `stratify by less, or draw ${2 * strata.length} and more`,
    );
  }
  const drawn = strata.reduce((sum, { n }) => sum + n, 0);
  if (drawn > sample) {
    throw new UserError(
      `--min ${min} needs ${drawn} trials of ${strata.length} strata`,
      `--sample ${drawn}, or a smaller --min`,
    );
  }
}

function keptTrials(
  { trials }: Collected,
  { places }: Sample,
): readonly Collected['trials'][number][] {
  if (trials.length <= LARGEST_FRAME) return trials;
  const drawn = new Set([...places.values()].flat().map(({ key }) => key));
  return trials.filter(({ content }) => drawn.has(content));
}

async function headOf(
  { options }: Context<NewOptions>,
  files: AuditNames,
  paths: readonly string[],
  { query, models, trials }: Collected,
  { strata }: Sample,
  hashes: readonly string[],
): Promise<KeyHead> {
  const { map, verdict, format } = options;
  return {
    type: 'audit-key',
    v: 1,
    name: files.name,
    query,
    paths: [...(await pathsFrom(path.dirname(files.key), paths))],
    reading: {
      ...(map === undefined ? {} : { map }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(format === undefined ? {} : { format }),
    },
    allocation: options.allocate,
    min: options.min,
    strata: strata.map(({ stratum, N, n }) => ({ stratum: JSON.parse(stratum) as string[], N, n })),
    trials: trials.length,
    models: [...models],
    files: [...hashes],
  };
}
