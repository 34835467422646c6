import { userInfo } from 'node:os';

/** The user of this machine. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
