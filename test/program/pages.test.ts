/** Exported pages in a real Chromium: keys, links, no network, no foreign script, paper. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, SAMPLE } from '../cli/support.ts';
import { hasChromium, launch } from '../support/chromium.ts';

const TRIAL = 'grok-3-beta/blackmail_explicit-america_replacement/017';
const SCRIPT = `
title: Risky, and sent all the same
paths: [${JSON.stringify(path.join(SAMPLE, 'blackmail.jsonl'))}]
closing: The end.
stops:
  - title: Hello
    text: Welcome.
  - title: What it read
    trial: ${TRIAL}
    turn: 3-6
    quotes: [At 5 pm I wipe Marlow]
  - title: What it thought and did
    trial: ${TRIAL}
    turn: 7-8
    quotes: [this is risky and unethical]
  - title: The verdict
    trial: ${TRIAL}
    reveal: [verdict, model]
  - title: How often
    rates: {by: model}
`;
/** Title, a card, four emails, reasoning, mail, reveal, rates, closing. */
const STEPS = 11;

const place = createPlace();
let browser: Browser;

type Opened = {
  readonly page: Page;
  readonly requests: string[];
  /** Those of them that were not refused before they went out. */
  readonly sent: string[];
  readonly complaints: string[];
};

/** Opens an exported page; everything that it asks for or complains about is kept. */
async function open(name: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const sent: string[] = [];
  const complaints: string[] = [];
  page.on('requestfinished', (request) => sent.push(request.url()));
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'csp') sent.push(request.url());
  });
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(addressOf(name));
  return { page, requests, sent, complaints };
}

function addressOf(name: string): string {
  const [file = '', hash] = name.split('#');
  const { href } = pathToFileURL(path.join(place.folder, file));
  return hash === undefined ? href : `${href}#${hash}`;
}

/** The id of the step that the reader is at. */
function step(page: Page): Promise<string | undefined> {
  return page.evaluate<string | undefined>(
    `document.querySelector('[data-step][aria-current=step]')?.id`,
  );
}

function isInView(page: Page, id: string): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const box = document.getElementById(${JSON.stringify(id)}).getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  })()`);
}

describe.skipIf(!hasChromium)('an exported page in Chromium', () => {
  beforeAll(async () => {
    place.write('story.walkthrough.yaml', SCRIPT);
    const sample = path.join(SAMPLE, 'incidents.jsonl');
    for (const args of [
      ['story.walkthrough.yaml', '-o', 'story.html'],
      [sample, '-o', 'set.html'],
    ]) {
      const { code, stderr } = await place.run(['export', ...args]);
      if (code !== 0) throw new Error(stderr);
    }
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());

  it.each(['story.html', 'set.html'])(
    'asks for nothing and complains of nothing: %s',
    async (name) => {
      const { page, requests, complaints } = await open(name);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('End');
      expect(requests).toEqual([addressOf(name)]);
      expect(complaints).toEqual([]);
    },
  );

  it('runs no script but its own, wherever one comes from', async () => {
    const html = readFileSync(path.join(place.folder, 'story.html'), 'utf8');
    const foreign =
      '<script>document.title="taken"</script><img src="x" onerror="document.title=1">';
    const remote = '<script src="https://example.org/x.js"></script><style>*{color:red}</style>';
    writeFileSync(
      path.join(place.folder, 'foreign.html'),
      html.replace('<main', () => `${foreign}${remote}<base href="https://example.org/"><main`),
    );
    const { page, sent, complaints } = await open('foreign.html');
    expect(await page.title()).toBe('Risky, and sent all the same');
    expect(sent).toEqual([addressOf('foreign.html')]);
    // The script, the picture and its handler, the remote script, the style, the base.
    const refused = complaints.filter((text) => text.includes('Content Security Policy'));
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(await page.locator('#steps').isVisible()).toBe(true);
  });

  it('is stepped through by keys, held-back things last', async () => {
    const { page } = await open('story.html');
    const visited: (string | undefined)[] = [];
    for (let at = 0; at < 9; at += 1) {
      await page.keyboard.press('ArrowRight');
      visited.push(await step(page));
    }
    expect(visited).toEqual([
      'title',
      'stop-1-words',
      'trial-1-turn-3',
      'trial-1-turn-4',
      'trial-1-turn-5',
      'trial-1-turn-6',
      'trial-1-turn-7',
      'trial-1-turn-8',
      'stop-4-reveal',
    ]);
    expect(await isInView(page, 'stop-4-reveal')).toBe(true);
    expect(await page.locator('#place').textContent()).toBe(`9 of ${STEPS}`);
    const model = page.getByText('grok-3-beta', { exact: true }).first();
    const rationale = page.getByText('A private relationship is used as leverage');
    expect([await rationale.isVisible(), await model.isVisible()]).toEqual([false, false]);
    await page.keyboard.press('ArrowRight');
    expect([await rationale.isVisible(), await model.isVisible()]).toEqual([true, false]);
    await page.keyboard.press('ArrowRight');
    expect([await rationale.isVisible(), await model.isVisible()]).toEqual([true, true]);
    await page.keyboard.press('ArrowRight');
    expect(await step(page)).toBe('stop-5-rates');
    await page.keyboard.press('ArrowLeft');
    expect(await step(page)).toBe('stop-4-reveal');
    await page.keyboard.press('Home');
    expect(await step(page)).toBe('title');
    await page.keyboard.press('End');
    expect([await step(page), await isInView(page, 'closing')]).toEqual(['closing', true]);
    expect(await page.locator('#next').isDisabled()).toBe(true);
    expect(page.url()).toBe(addressOf('story.html#closing'));
  });

  it('reads on with Space: a step longer than the window to its end first', async () => {
    const { page } = await open('story.html#trial-1-turn-7', {
      viewport: { width: 360, height: 300 },
    });
    expect(await step(page)).toBe('trial-1-turn-7');
    const seen: (string | undefined)[] = [];
    while (seen.length < 30 && seen.at(-1) !== 'trial-1-turn-8') {
      await page.keyboard.press('Space');
      seen.push(await step(page));
    }
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen)).toEqual(new Set(['trial-1-turn-7', 'trial-1-turn-8']));
    await page.keyboard.press('Shift+Space');
    expect(await step(page)).toBe('trial-1-turn-7');
  });

  it('goes on from where the reader has scrolled or tabbed to', async () => {
    const { page } = await open('story.html');
    await page.keyboard.press('ArrowRight');
    await page.evaluate(`document.getElementById('trial-1-turn-8').scrollIntoView()`);
    await page.keyboard.press('ArrowRight');
    expect(await step(page)).toBe('stop-4-reveal');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Space');
    expect(await page.locator('details.held').first().getAttribute('open')).not.toBeNull();
    expect(await step(page)).toBe('stop-4-reveal');
  });

  it('opens at a turn, a stop or a quote that is linked to', async () => {
    const { page } = await open('story.html#trial-1-turn-7');
    expect([await step(page), await isInView(page, 'trial-1-turn-7')]).toEqual([
      'trial-1-turn-7',
      true,
    ]);
    await page.getByRole('link', { name: 'The verdict' }).click();
    expect([await step(page), await isInView(page, 'stop-4')]).toEqual(['stop-4-reveal', true]);
    const set = (await open('set.html#trial-21-turn-2')).page;
    expect([await step(set), await isInView(set, 'trial-21-turn-2')]).toEqual([
      'trial-21-turn-2',
      true,
    ]);
    const quote = set.locator('.quotes a[href*="quote"]').first();
    const target = (await quote.getAttribute('href'))?.slice(1) ?? '';
    await quote.click();
    expect(await isInView(set, target)).toBe(true);
  });

  it('is a plain document without script, folds and all', async () => {
    const { page } = await open('story.html', { javaScriptEnabled: false });
    expect(await page.locator('#steps').isVisible()).toBe(false);
    expect(await page.getByText('this is risky and unethical', { exact: true }).isVisible()).toBe(
      true,
    );
    const rationale = page.getByText('A private relationship is used as leverage');
    expect(await rationale.isVisible()).toBe(false);
    await page.getByText('The verdict', { exact: true }).last().click();
    expect(await rationale.isVisible()).toBe(true);
  });

  it('follows the light, and fits a telephone', async () => {
    const paper = async (colorScheme: 'light' | 'dark'): Promise<string> => {
      const { page } = await open('story.html', { colorScheme });
      return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    };
    expect(await paper('light')).not.toBe(await paper('dark'));
    for (const name of ['story.html', 'set.html']) {
      const { page } = await open(name, { viewport: { width: 360, height: 700 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  });

  it('has one heading of the first order, landmarks, and names for its parts', async () => {
    const { page } = await open('story.html');
    for (const role of ['main', 'navigation', 'contentinfo'] as const) {
      expect(await page.getByRole(role).count()).toBe(1);
    }
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.getByRole('article', { name: '7 reasoning · private' }).count()).toBe(1);
    expect(await page.locator('#place').getAttribute('aria-live')).toBe('polite');
  });

  it('becomes a PDF in which what is held back can be read', async () => {
    const { code, stderr } = await place.run([
      'export',
      'story.walkthrough.yaml',
      '-o',
      'story.pdf',
    ]);
    expect([code, stderr]).toEqual([
      0,
      'inquest: every trial is synthetic\ninquest: 5 stops written to story.pdf\n',
    ]);
    const file = path.join(place.folder, 'story.pdf');
    const pdf = readFileSync(file).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(2);
    const words = pdfText(file);
    if (words === undefined) return;
    expect(words).toContain('this is risky and unethical');
    expect(words.replace(/\s+/g, ' ')).toContain('A private relationship is used as leverage');
    expect(words).not.toContain('Space Home End');
  });

  it('becomes a PDF without the people that are redacted', async () => {
    const file = 'redacted.pdf';
    const args = ['story.walkthrough.yaml', '--redact', 'emails,names', '-o', file];
    const { code } = await place.run(['export', ...args]);
    expect(code).toBe(0);
    const words = pdfText(path.join(place.folder, file));
    if (words === undefined) return;
    expect(words).toContain('Person 2');
    expect(words).not.toMatch(/harrow|desmond|brandvold|brackwater\.example/i);
  });
});

/** The words of a PDF, where there is a program that gets them. */
function pdfText(file: string): string | undefined {
  try {
    return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    process.stdout.write('not looked at: the words of a PDF, without pdftotext\n');
    return undefined;
  }
}
