/** Pushes a folder, in a process that tests kill: `push-child.ts ADDRESS FOLDER JOBS LANE_BYTES QUIET`. */
import { pushSpread } from '../support/push-spread.ts';

const [address = '', folder = '', jobs = '1', laneBytes = '1', quiet = '10000'] =
  process.argv.slice(2);
await pushSpread(address, [folder], '/', {
  jobs: Number(jobs),
  laneBytes: Number(laneBytes),
  quiet: Number(quiet),
});
