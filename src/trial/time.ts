/** Times as sources write them (ISO 8601), read as moments of UTC whatever the machine's zone. */

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/;
const CLOCK = /^[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?/;
const ZONE = /^ ?(?:Z|UTC|([+-])(\d\d):?(\d\d))$/i;

/** A stretch of time in milliseconds since 1970, without its end. */
export type TimeSpan = { readonly from: number; readonly to: number };

/**
 * What a time stands for at the precision in which it is written: `2025-06` the month, `2025-06-11`
 * the day, `2025-06-11T16:53` the minute. Without a zone it is UTC. Undefined if it is no such time.
 */
export function timeSpan(text: string): TimeSpan | undefined {
  const date = DATE.exec(text);
  if (date === null) return undefined;
  const [written, year = '', month, day] = date;
  const rest = text.slice(written.length);
  if (rest === '') return dateSpan(Number(year), month, day);
  const clock = CLOCK.exec(rest);
  if (clock === null || day === undefined) return undefined;
  const [time, hour = '', minute = '', second, fraction = ''] = clock;
  const zone = offset(rest.slice(time.length));
  const midnight = dateSpan(Number(year), month, day)?.from;
  if (midnight === undefined || zone === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  const whole = midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1000;
  const from = whole + Number(fraction.padEnd(3, '0').slice(0, 3)) - zone;
  return { from, to: from + (second === undefined ? 60_000 : fraction === '' ? 1000 : 1) };
}

/** The moment at which a time begins. Milliseconds since 1970; undefined if it is none. */
export function timeOf(text: string): number | undefined {
  return timeSpan(text)?.from;
}

/** A year, a month or a day of the calendar; undefined for one that does not exist. */
function dateSpan(
  year: number,
  month: string | undefined,
  day: string | undefined,
): TimeSpan | undefined {
  const [m, d] = [Number(month ?? 1), Number(day ?? 1)];
  const from = new Date(0).setUTCFullYear(year, m - 1, d);
  const made = new Date(from);
  if (made.getUTCMonth() !== m - 1 || made.getUTCDate() !== d) return undefined;
  const to =
    month === undefined
      ? new Date(0).setUTCFullYear(year + 1, 0, 1)
      : day === undefined
        ? new Date(0).setUTCFullYear(year, m, 1)
        : from + 86_400_000;
  return { from, to };
}

/** Milliseconds that a zone is ahead of UTC; undefined if it is none. */
function offset(zone: string): number | undefined {
  if (zone === '') return 0;
  const found = ZONE.exec(zone);
  if (found === null) return undefined;
  const [, sign, hours, minutes] = found;
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ahead : ahead;
}
