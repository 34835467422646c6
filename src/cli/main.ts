/** The entry: runs the command line, and turns how it ended into one line and an exit code. */
import { Interrupted, NothingMatched, OutputClosed } from '../base/exits.ts';
import { guardStreams, tell } from '../process/streams.ts';

// New files are the user's alone: indexes, drafts, exports, sockets.
process.umask(0o077);
// A limit on the size of files: the write fails, which is told, instead of ending the program.
process.on('SIGXFSZ', () => undefined);

const argv = process.argv.slice(2);
guardStreams(argv.includes('--debug'), (error) => {
  void codeOf(error).then((code) => process.exit(code));
});
process.exitCode = await runProgram(argv).catch(codeOf);

/** Says what went wrong, if anything did, and resolves with the exit code. */
async function codeOf(error: unknown): Promise<number> {
  if (error instanceof OutputClosed) return 0;
  // Stops threads that are still waiting for something.
  if (error instanceof Interrupted) process.exit(error.code);
  const { complain, isMistake } = await import('./complain.ts');
  const report = isMistake(error)
    ? (await import('./report.ts')).reportMistake(error, argv)
    : undefined;
  const isWrong = complain(error, argv.includes('--debug'), report);
  if (!isWrong) return 0;
  return error instanceof NothingMatched ? 1 : 2;
}

async function runProgram(argv: readonly string[]): Promise<number> {
  const { createProgram, withNestedHelp } = await import('./program.ts');
  let code = 0;
  let help = '';
  const program = createProgram(
    async (options, work, settings) => {
      const [{ loadConfig }, { createContext }, temporary] = await Promise.all([
        import('./load-config.ts'),
        import('./context.ts'),
        import('../base/temporary.ts'),
      ]);
      temporary.removeAtExit();
      // Beside the work: what it finds is of programs that were killed.
      void temporary.removeLeftovers();
      const isRead = settings.withConfig;
      const config = isRead ? await loadConfig(options.config, tell) : undefined;
      const context = createContext(options, config);
      try {
        code = await work(context);
      } finally {
        context.stop.release();
      }
    },
    (text) => {
      help += text;
    },
  );
  await program.parseAsync(withNestedHelp(argv), { from: 'user' }).catch((error: unknown) => {
    if (help === '') throw error;
  });
  if (help !== '') await printHelp(help);
  return code;
}

async function printHelp(help: string): Promise<void> {
  const [{ createOutput }, { safe }] = await Promise.all([
    import('../process/output.ts'),
    import('../text/safe.ts'),
  ]);
  const out = createOutput(process.stdout, new AbortController().signal);
  await out.text(safe(help));
  await out.finish();
}
