import type { ReadState } from './store.ts';

/** Of a file that is never read on. */
export const NEVER_READ_ON: ReadState = {
  stamp: '',
  fingerprint: '',
  checkedBytes: 0,
  checksum: 0,
  readBytes: 0,
  readLines: 0,
  complete: true,
};
