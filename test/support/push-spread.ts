/** Pushes files so that each gets a bucket of its own, as far as there are jobs. */
import { push, type PushReport } from '../../src/ingest/push/push.ts';
import { openDatabase } from '../../src/store/postgres/connection.ts';

export async function pushSpread(
  address: string,
  paths: readonly string[],
  cwd: string,
  jobs = 6,
): Promise<PushReport> {
  const database = openDatabase(address, { statementTimeout: 0, most: 2 * jobs + 1 });
  try {
    return await push(
      database,
      { paths: [...paths], cwd },
      {
        collection: 'default',
        jobs,
        laneBytes: 1,
        isDry: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
  } finally {
    await database.close();
  }
}
