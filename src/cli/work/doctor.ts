/** `inquest doctor`: whether all is well with the program and its folders, as a report to send. */
import { DEFAULT_STORE } from '../../store/open.ts';
import { t } from '../../text/safe.ts';
import { formOf, type CommonOptions, type Context } from '../context.ts';
import { diagnose, type Diagnosis } from '../diagnosis.ts';
import { printJsonLines, printTable } from '../print-rows.ts';
import { sizeText } from './index-folder.ts';

export type DoctorOptions = CommonOptions & { readonly paths?: boolean };

/** Resolves with 1 where there is something to mend. */
export async function runDoctor({ options, out }: Context<DoctorOptions>): Promise<number> {
  const found = await diagnose(options.config, { withPaths: options.paths === true });
  const form = formOf(options);
  if (form === 'json') await out.json(`${JSON.stringify(found, undefined, 2)}\n`);
  else if (form === 'jsonl') await printJsonLines(out, linesOf(found));
  else await print(found, out);
  await out.finish();
  return found.toMend.length === 0 ? 0 : 1;
}

/** Each line says by `about` what it tells of. */
function linesOf({ versions, terminal, folders, indexes, toMend }: Diagnosis): readonly unknown[] {
  return [
    { about: 'versions', ...versions },
    { about: 'terminal', ...terminal },
    ...folders.map((one) => ({ about: 'folder', ...one })),
    ...indexes.map((one) => ({ about: 'index', ...one })),
    ...toMend.map((one) => ({ about: 'toMend', ...one })),
  ];
}

async function print(found: Diagnosis, out: Context['out']): Promise<void> {
  const { versions, terminal, folders, indexes, toMend } = found;
  const { inquest, node, index, system } = versions;
  const { name, version } = DEFAULT_STORE.engine;
  await out.text(
    t`inquest ${inquest}, Node ${node}, ${name} ${version}, index version ${index}, ${system}\n\n`,
  );
  const { term, program, through, columns, rows, colours, utf8, clipboard, synchronised } =
    terminal;
  const size = columns === null ? 'not on a terminal' : `${columns} × ${rows ?? '?'}`;
  const names = [program, term, ...through.map((one) => `through ${one}`)];
  const letters = utf8 ? 'UTF-8' : 'not UTF-8';
  const named = names.filter((one) => one !== null).join(', ') || 'unknown';
  await out.text(t`terminal: ${named}; ${size}; colours: ${colours}; ${letters}\n`);
  await out.text(t`clipboard (OSC 52): ${clipboard}; synchronised output: ${synchronised}\n\n`);
  const folderColumns = ['folder', 'path', 'owner', 'mode', 'state'].map((name) => ({ name }));
  await printTable(out, folderColumns, folders);
  if (indexes.length > 0) {
    await out.text(t`\n`);
    await printTable(
      out,
      [
        { name: 'index' },
        { name: 'size' },
        { name: 'trials', align: 'right' },
        { name: 'state' },
        { name: 'in use' },
      ],
      indexes.map(({ file, bytes, trials, state, inUse }) => ({
        index: file,
        size: sizeText(bytes),
        trials,
        state,
        'in use': inUse,
      })),
    );
    for (const { file, paths = [] } of indexes) {
      for (const path of paths) await out.text(t`${file}: ${path}\n`);
    }
  }
  await out.text(toMend.length === 0 ? t`\nAll is well.\n` : t`\nTo mend:\n`);
  for (const { what, remedy } of toMend) await out.text(t`- ${what}; ${remedy}\n`);
}
