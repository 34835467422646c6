/** Names and paths of an audit's files. */
import path from 'node:path';
import { UserError } from '../../../base/user-error.ts';
import { besides } from '../../../walkthrough/file.ts';
import type { CommonOptions, Context } from '../../context.ts';
import type { KeyFile } from '../../../audit/key.ts';

const ENDING = /(?:\.audit)?\.jsonl$/i;

/** Files of an audit: its key, and one for each auditor. */
export type AuditNames = {
  readonly name: string;
  readonly key: string;
  readonly audits: readonly string[];
  readonly bundles: readonly string[];
};

/** What `-o` names: `review`, `review.jsonl` and `review.audit.jsonl` are one. */
export function filesOf(output: string, auditors: readonly string[]): AuditNames {
  const folder = path.dirname(output);
  const name = path.basename(output).replace(ENDING, '');
  const several = auditors.length > 1;
  const fileFor = (auditor: string, kind: string): string =>
    path.join(folder, `${several ? `${name}-${fileName(auditor)}` : name}.${kind}.jsonl`);
  return {
    name,
    key: path.join(folder, `${name}.key.jsonl`),
    audits: auditors.map((auditor) => fileFor(auditor, 'audit')),
    bundles: auditors.map((auditor) => fileFor(auditor, 'bundle')),
  };
}

/** `review-anna.audit.jsonl` → what it is called, and the bundle beside it. */
export function partsOf(file: string): { readonly name: string; readonly bundle: string } {
  const stem = file.replace(ENDING, '');
  return { name: path.basename(stem), bundle: `${stem}.bundle.jsonl` };
}

/** A name that was given elsewhere as the name of a file here. */
export function fileName(auditor: string): string {
  return auditor.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-');
}

/** The paths of a key, as they are reached from here. */
export function pathsOf({ file, head }: KeyFile): readonly string[] {
  return head.paths.map((one) => besides(file, one));
}

/** Throws a `UserError` where texts would be changed: an audit is of what was said. */
export function refuseRedacting({ redact }: CommonOptions): void {
  if (redact === undefined) return;
  throw new UserError(
    '--redact does not go with an audit, whose trials are known by their text',
    'inquest convert --redact writes a copy that can be audited',
  );
}

/** The context in which a collection is read again as it was when the sample was drawn. */
export function readAgain<O extends CommonOptions>(
  context: Context<O>,
  { head }: KeyFile,
): Context<O> {
  refuseRedacting(context.options);
  return { ...context, options: { ...context.options, ...head.reading } };
}
