/** Pushes files so that they are spread over buckets, as far as there are jobs. */
import { push, type PushReport } from '../../src/ingest/push/push.ts';
import { openDatabase } from '../../src/store/postgres/connection.ts';

type SpreadOptions = {
  readonly jobs?: number;
  /** Bytes that are worth a bucket of their own; by default each file is. */
  readonly laneBytes?: number;
  /** See `openDatabase`. */
  readonly quiet?: number;
};

export async function pushSpread(
  address: string,
  paths: readonly string[],
  cwd: string,
  { jobs = 6, laneBytes = 1, quiet }: SpreadOptions = {},
): Promise<PushReport> {
  const database = openDatabase(address, { statementTimeout: 0, most: 2 * jobs + 1, quiet });
  try {
    return await push(
      database,
      { paths: [...paths], cwd },
      {
        collection: 'default',
        jobs,
        laneBytes,
        isDry: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
  } finally {
    await database.close();
  }
}
