/** Older shapes of Inspect logs as the newest one, so that all other files know only that. */
import { isObject, type JsonObject, objectAt } from '../json/json.ts';

export { objectAt } from '../json/json.ts';

/** What a log's header says, without its samples. */
export type InspectHeader = {
  readonly eval: JsonObject;
  /** The whole header, with what is not read by name. */
  readonly record: JsonObject;
  /** Names of the scorers, in the order of the results. */
  readonly scorers: readonly string[];
  /** `started`, `success`, `cancelled`, `error`. */
  readonly status: string;
};

/** A header from `header.json`, `_journal/start.json` or the top of a `.json` log. */
export function headerOf(record: JsonObject): InspectHeader {
  const results = objectAt(record, 'results');
  const scores = Array.isArray(results['scores']) ? results['scores'] : [];
  const named = scores.flatMap((score) => (isObject(score) ? [score['name']] : []));
  // Before there could be several scorers, there was one, next to its metrics.
  const single = results['scorer'];
  const old = isObject(single) ? single['name'] : single;
  return {
    eval: objectAt(record, 'eval'),
    record,
    scorers: [...named, old].filter((name) => typeof name === 'string'),
    status: typeof record['status'] === 'string' ? record['status'] : 'started',
  };
}

/** A sample with the fields of the newest version. */
export function migrated(sample: JsonObject, header: InspectHeader): JsonObject {
  const { transcript, score, message_pool: messages, call_pool: calls, ...rest } = sample;
  const old = isObject(transcript) ? transcript : {};
  const [scorer = 'score'] = header.scorers;
  return {
    ...(Array.isArray(old['events']) && { events: old['events'] }),
    ...(isObject(old['content']) && { attachments: old['content'] }),
    ...(isObject(score) && { scores: { [scorer]: score } }),
    // As version 3 had it for some days.
    ...(Array.isArray(messages) && { events_data: { messages, calls } }),
    ...rest,
  };
}

/** A message with the fields of the newest version, and with each call's result beside the call. */
export function migratedMessage(message: JsonObject): JsonObject {
  const { tool_error: failure, ...rest } = message;
  return {
    ...(typeof failure === 'string' && { error: { type: 'unknown', message: failure } }),
    ...rest,
    ...(Array.isArray(message['content']) && {
      content: message['content'].flatMap((part) =>
        isObject(part) && part['type'] === 'tool_use' ? serverCall(part) : [part],
      ),
    }),
  };
}

/** A call that the provider's own server made: call and result are one part there. */
function serverCall(part: JsonObject): JsonObject[] {
  const { result, error, ...call } = part;
  if (result === undefined && error === undefined) return [call];
  return [call, { type: 'tool_result', tool_use_id: part['id'], content: result, error }];
}

export function objectsAt(record: JsonObject, key: string): readonly JsonObject[] {
  const value = record[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function wordAt(record: JsonObject, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
