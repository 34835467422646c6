/** Pushes a folder, in a process that tests kill: `push-child.ts ADDRESS FOLDER JOBS LANE_BYTES QUIET`. */
import { push } from '../../src/ingest/push/push.ts';
import { openDatabase } from '../../src/store/postgres/connection.ts';

const [address = '', folder = '', jobs = '1', laneBytes = '1', quiet = '10000'] =
  process.argv.slice(2);
const database = openDatabase(address, {
  statementTimeout: 0,
  most: 2 * Number(jobs) + 1,
  quiet: Number(quiet),
});
await push(
  database,
  { paths: [folder], cwd: '/' },
  {
    collection: 'default',
    jobs: Number(jobs),
    laneBytes: Number(laneBytes),
    isDry: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  },
);
await database.close();
