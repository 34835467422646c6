/** `inquest present FILE`: a walkthrough on the whole screen; `--notes`: its speaker's terminal. */
import type { Speed } from '../../app/speed.ts';
import { UserError } from '../../base/user-error.ts';
import { redactSpec, requestFor, type CommonOptions, type Context } from '../context.ts';
import { collectionOf, readWalkthrough } from '../../walkthrough/file.ts';

export type PresentOptions = CommonOptions & {
  readonly notes?: boolean;
  readonly auto?: boolean;
  readonly typing?: boolean;
  readonly speed: Speed;
  readonly from?: number;
};

export async function runPresent(
  context: Context<PresentOptions>,
  file: string,
  paths: readonly string[],
): Promise<number> {
  const { options, config } = context;
  if (!process.stdout.isTTY) {
    throw new UserError(
      'present needs a terminal',
      `inquest export ${file} --to md, html or cast writes the walkthrough to a file`,
    );
  }
  const walkthrough = await readWalkthrough(file);
  const count = walkthrough.stops.length;
  if (options.from !== undefined && options.from > count) {
    throw new UserError(`--from ${options.from}: ${file} has ${count} stops`);
  }
  const given = collectionOf(file, walkthrough, paths);
  const { request } = await requestFor(given, options, config);
  const redact = await redactSpec(options);
  const shared = {
    request,
    redact,
    signal: context.stop.signal,
    paths: given,
    debug: options.debug === true,
    config,
    report: context.report,
    sample: false,
  };
  if (options.notes === true) {
    const { runNotes } = await import('../../viewer/notes-client.ts');
    return runNotes(file, shared);
  }
  const { runViewer } = await import('../../viewer/run.ts');
  return runViewer({
    ...shared,
    present: {
      file,
      walkthrough,
      playing: options.auto === true,
      typing: options.typing === true,
      speed: options.speed,
      from: options.from,
    },
  });
}
