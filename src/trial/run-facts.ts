/** What a trial took and how it ended, under the names that the formats have for it in `meta`. */
import type { Trial } from './types.ts';

type Meta = Readonly<Record<string, unknown>>;

/** Tokens of all models together, read and written. */
export function tokensOf({ meta = {} }: Trial): number | undefined {
  const usage = Object.values(asMeta(meta['model_usage'])).map(
    (one) => asMeta(one)['total_tokens'],
  );
  if (usage.some(isCount)) return sum(usage);
  if (isCount(meta['tokens_used'])) return meta['tokens_used'];
  const totals = asMeta(meta['final_metrics']);
  const parts = [totals['total_prompt_tokens'], totals['total_completion_tokens']];
  return parts.some(isCount) ? sum(parts) : undefined;
}

/** Seconds from beginning to end. */
export function durationOf({ meta = {} }: Trial): number | undefined {
  const [seconds, milliseconds] = [meta['total_time'], meta['inference_time_ms']];
  if (isAmount(seconds)) return seconds;
  return isAmount(milliseconds) ? milliseconds / 1000 : undefined;
}

/** Which repetition of its sample it is. */
export function epochOf({ meta = {} }: Trial): number | undefined {
  return isCount(meta['epoch']) ? meta['epoch'] : undefined;
}

/** The name of the error that ended a trial, such as `TimeoutError`, where its last report has one. */
export function errorTypeOf({ verdict, turns }: Trial): string | undefined {
  if (verdict.outcome !== 'error') return undefined;
  const report = turns.findLast(({ error }) => error === true)?.text.slice(0, MOST_READ) ?? '';
  return /\b[A-Z]\w{0,80}(?:Error|Exception|Timeout|Exceeded|Interrupt|Exit)\b/.exec(report)?.[0];
}
const MOST_READ = 2000;

function asMeta(value: unknown): Meta {
  return typeof value === 'object' && value !== null ? (value as Meta) : {};
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && isAmount(value);
}

function sum(values: readonly unknown[]): number {
  return values.filter(isCount).reduce((total, one) => total + one, 0);
}
