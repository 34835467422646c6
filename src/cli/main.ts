/** The entry: runs the command line, and turns how it ended into one line and an exit code. */
import { Interrupted, NothingMatched, OutputClosed } from './endings.ts';

// New files are the user's alone: indexes, drafts, exports, sockets.
process.umask(0o077);
process.exitCode = await main(process.argv.slice(2));

/** Runs the program and resolves with its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  try {
    return await runProgram(argv);
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    // Stops threads that are still waiting for something.
    if (error instanceof Interrupted) process.exit(error.code);
    const { complain } = await import('./complain.ts');
    const isWrong = complain(error, argv.includes('--debug'));
    if (!isWrong) return 0;
    return error instanceof NothingMatched ? 1 : 2;
  }
}

async function runProgram(argv: readonly string[]): Promise<number> {
  const { createProgram } = await import('./program.ts');
  let code = 0;
  const program = createProgram(async (options, work) => {
    const [{ loadConfig }, { createContext, note }] = await Promise.all([
      import('./load-config.ts'),
      import('./context.ts'),
    ]);
    const context = createContext(options, await loadConfig(options.config, note));
    try {
      code = await work(context);
    } finally {
      context.stop.release();
    }
  });
  await program.parseAsync(argv, { from: 'user' });
  return code;
}
