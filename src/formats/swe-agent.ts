/** SWE-agent (`.traj`) and mini-swe-agent (`.traj.json`) trajectories: one document, one trial. */
import { basename } from 'node:path';

import { checked } from './checked/checked.ts';
import { Session } from './chat/session.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { valueAt } from './field-map.ts';
import { isObject, isWord, type JsonObject, sniffJson } from './json/json.ts';
import { readSession } from './session-file.ts';
import { messagesOf } from './swe-agent/messages.ts';

export const sweAgent = checked({
  name: 'swe-agent',
  title: 'SWE-agent and mini-swe-agent trajectories',
  appends: false,
  detect,
  read: (file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> =>
    readSession(file, options, new Trajectory(file)),
});

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  const { keys, record } = sniff ?? {};
  if (keys?.get('trajectory') === '[' && keys.get('history') === '[' && keys.has('info')) {
    return { confidence: 0.95, why: 'it has trajectory, history and info of SWE-agent' };
  }
  const format = record?.['trajectory_format'];
  const isMini = isWord(format) && format.startsWith('mini-swe-agent');
  const info = record?.['info'];
  if (isMini || (isObject(info) && 'mini_version' in info && keys?.has('messages') === true)) {
    return { confidence: 0.95, why: 'it says that it is a trajectory of mini-swe-agent' };
  }
  if (record === undefined && keys?.get('info') === '{' && keys.has('trajectory_format')) {
    return { confidence: 0.9, why: 'it has info and trajectory_format' };
  }
  return undefined;
}

/** Where the model's name stands. */
const MODELS = [
  'info.config.model.model_name',
  'info.config.model.name',
  'replay_config.agent.model.name',
  'info.model',
];
const TAKEN = new Set(['trajectory', 'history', 'messages', 'replay_config']);
const NOTHING: ReadonlySet<string> = new Set();

class Trajectory {
  readonly session = new Session();
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  add(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value)) return session.unknown('not a trajectory', value, place);
    const replay = configOf(value['replay_config']);
    const run = { ...value, replay_config: replay };
    const model = MODELS.map((path) => valueAt(run, path)).find(isWord);
    session.named(model);
    const id = value['instance_id'] ?? valueAt(replay, 'problem_statement.id');
    session.id = isWord(id)
      ? id
      : basename(this.#file.name).replace(/\.traj(?:\.json)?$|\.json$/i, '');
    for (const { message, at } of messagesOf(value)) {
      session.add({ messages: [message], record: {}, known: NOTHING, place: `${place}, ${at}` });
    }
    this.#end(value);
    session.facts(Object.fromEntries(Object.entries(value).filter(([key]) => !TAKEN.has(key))));
    session.fact('replay_config', replay ?? value['replay_config']);
    this.#keepRest(value);
    return undefined;
  }

  /** A run that ended badly says so. */
  #end(value: JsonObject): void {
    const status = valueAt(value, 'info.exit_status');
    if (!isWord(status) || /^submitted$/i.test(status)) return;
    this.session.turns.push({ kind: 'note', name: 'exit', text: status });
  }

  /** What the steps say that no message does, such as the state and the time each took. */
  #keepRest(value: JsonObject): void {
    for (const key of ['trajectory', 'history', 'messages']) {
      const list = value[key];
      if (!Array.isArray(list)) {
        this.session.fact(key, list);
        continue;
      }
      if (key !== 'trajectory') continue;
      const left = this.session.unsaid(list);
      if (left.length > 0) this.session.fact('steps', left);
    }
  }
}

/** The configuration of a run, which is written as JSON in a text. */
function configOf(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string') return isObject(value) ? value : undefined;
  try {
    const config: unknown = JSON.parse(value);
    return isObject(config) ? config : undefined;
  } catch {
    return undefined;
  }
}
