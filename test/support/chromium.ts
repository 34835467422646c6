/** Debian's Chromium for tests, driven as a person would. Where it is not installed they are skipped. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PROGRAM = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';

export const hasChromium = existsSync(PROGRAM);
if (!hasChromium) process.stdout.write(`skipped: there is no Chromium at ${PROGRAM}\n`);

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      // Tests may be run by root, whose programs Chromium refuses to sandbox.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
