/**
 * What people have noted on the trials of a collection. It selects trials, by fields of the query
 * language that are turned into ids here, so that no store knows of it; and it enters no rate.
 */
import { statSync } from 'node:fs';
import type { Annotation } from '../annotations/annotation.ts';
import type { AnnotationSource } from '../annotations/file.ts';
import { isNoteField, type NoteField, type Pattern, type Query } from '../query/ast.ts';
import type { Plan } from '../query/plan-types.ts';
import type { TrialKey } from '../query/results.ts';
import type { Store } from '../store/store.ts';
import { forEveryone } from '../store/wanted.ts';
import type { Trial } from '../trial/types.ts';
import { QueryMistake } from './query-mistake.ts';

/** An annotation of a trial; `isOfOther`: what is said there has changed since. */
export type TrialAnnotation = Annotation & { readonly isOfOther: boolean };

export type Annotations = {
  /** What is noted on a trial, the oldest first. */
  readonly of: (trial: Trial) => Promise<readonly TrialAnnotation[]>;
  /** Ids of the trials on which something is noted that a field and values ask for. */
  readonly ids: (
    field: NoteField | 'tag',
    values: readonly Pattern[],
  ) => Promise<readonly string[]>;
};

/** Trials that are looked at for one that has another id than when it was noted. */
const MOST_CANDIDATES = 500;

const NONE: readonly Annotation[] = [];

/** Another text where a file has changed; undefined where there is none. */
function stampOf(files: readonly string[]): string | undefined {
  const stamps = files.map((file) => {
    try {
      const { ino, size, mtimeMs } = statSync(file);
      return [ino, size, mtimeMs];
    } catch {
      return null;
    }
  });
  return stamps.every((one) => one === null) ? undefined : JSON.stringify(stamps);
}

/** The annotations of a collection. Files are read where something is asked, and again where they changed. */
export function createAnnotations(store: Store, source: AnnotationSource): Annotations {
  let read: { readonly stamp: string; readonly all: Promise<readonly Annotation[]> } | undefined;
  let placed:
    | { readonly of: unknown; readonly generation: number; readonly ids: Placed }
    | undefined;

  async function all(): Promise<readonly Annotation[]> {
    const stamp = stampOf(source.files);
    if (stamp === undefined) return NONE;
    if (read?.stamp !== stamp) {
      const { readAll } = await import('../annotations/read-all.ts');
      read = { stamp, all: readAll(source.files) };
    }
    return read.all;
  }

  return {
    of: async (trial) => {
      // A trial is read whatever has become of the notes; a query by notes says what is wrong with them.
      const found = await all().catch(() => []);
      if (found.length === 0) return [];
      const content = await contentOf(trial);
      return found
        .map((one) => ({ ...one, isOfOther: one.content !== content }))
        .filter((one) => !one.isOfOther || isSameTrial(one, trial.id, source));
    },

    ids: async (field, values) => {
      const found = await all();
      const generation = await store.generation();
      if (placed?.of !== found || placed.generation !== generation) {
        placed = { of: found, generation, ids: createPlaced(store, source) };
      }
      const ids = new Set<string>();
      for (const one of found) {
        if (!isAskedFor(one, field, values, source.author)) continue;
        const id = await placed.ids(one);
        if (id !== undefined) ids.add(id);
      }
      return [...ids];
    },
  };
}

/** It was noted in this collection, on the trial of this id. */
function isSameTrial(one: Annotation, id: string, { collection }: AnnotationSource): boolean {
  return one.trial === id && one.collection === collection;
}

function isAskedFor(
  { kind, text = '', author, evidence }: Annotation,
  field: NoteField | 'tag',
  values: readonly Pattern[],
  me: string,
): boolean {
  const isOne = (value: string): boolean => values.some((pattern) => fits(pattern, value));
  switch (field) {
    case 'tag':
      return kind === 'tag' && isOne(text);
    case 'noted':
      return isOne(author);
    case 'my':
      return kind === 'verdict' && author === me && isOne(text);
    case 'note': {
      const words = [text, evidence?.exact ?? ''].join('\n');
      return (kind === 'note' || kind === 'quote') && values.some((one) => isIn(one, words));
    }
    default:
      return field satisfies never;
  }
}

function fits({ text, glob }: Pattern, value: string): boolean {
  return glob ? globbed(`^${text}$`, value) : text.toLowerCase() === value.toLowerCase();
}

function isIn({ text, glob }: Pattern, value: string): boolean {
  return glob ? globbed(text, value) : value.toLowerCase().includes(text.toLowerCase());
}

/** `^` and `$` at the ends are anchors, `*` is any run of letters. */
function globbed(pattern: string, value: string): boolean {
  const escaped = pattern.replaceAll(/[.+?{}()|[\]\\]|(?<!^)\^|\$(?!$)/g, String.raw`\$&`);
  return new RegExp(escaped.replaceAll('*', '.*'), 'isu').test(value);
}

type Placed = (one: Annotation) => Promise<string | undefined>;

/**
 * The trial of an annotation, as long as the collection stays as it is: the one of its id if that says
 * the same, else one that says the same under another id, else the one of its id where it was noted in
 * this collection and has changed since.
 */
function createPlaced(store: Store, source: AnnotationSource): Placed {
  const contents = new Map<TrialKey, Promise<string | undefined>>();
  const contentAt = (key: TrialKey): Promise<string | undefined> => {
    const known = contents.get(key);
    if (known !== undefined) return known;
    const made = forEveryone(() => store.trial(key)).then((trial) =>
      trial === undefined ? undefined : contentOf(trial),
    );
    contents.set(key, made);
    // A store may answer the next time.
    made.catch(() => contents.delete(key));
    return made;
  };
  return async (one) => {
    const key = await store.keyOf(one.trial);
    if (key !== undefined && (await contentAt(key)) === one.content) return one.trial;
    const alike = await store.page(
      { plan: likenessOf(one), sort: { field: 'order', descending: false } },
      { offset: 0, limit: MOST_CANDIDATES },
    );
    for (const row of alike.rows) {
      if ((await contentAt(row.key)) === one.content) return row.id;
    }
    return key !== undefined && isSameTrial(one, one.trial, source) ? one.trial : undefined;
  };
}

function likenessOf({ model, turns }: Annotation): Plan {
  const is = (field: 'model' | 'turns', text: string): Plan => ({
    type: 'field',
    field,
    op: 'is',
    values: [{ text, glob: false }],
  });
  return { type: 'and', parts: [is('model', model), is('turns', String(turns))] };
}

async function contentOf(trial: Trial): Promise<string> {
  const { trialContent } = await import('../audit/content.ts');
  return trialContent(trial.turns).sha256;
}

/** How a query may speak of notes: it may `select` by them; what is counted as a rate may not. */
export type NotesUse = 'select' | 'rate';

/**
 * A query without fields of notes: ids stand for them. Throws a `QueryMistake` where it asks for notes
 * and there are none to ask, or where it is for a rate, into which no note enters.
 */
export async function withoutNotes(
  query: Query,
  annotations: Annotations | undefined,
  use: NotesUse,
): Promise<Query> {
  switch (query.type) {
    case 'and':
    case 'or': {
      const parts = [];
      for (const part of query.parts) parts.push(await withoutNotes(part, annotations, use));
      return { ...query, parts };
    }
    case 'not':
      return { type: 'not', part: await withoutNotes(query.part, annotations, use) };
    case 'field':
      return withIds(query, annotations, use);
    default:
      return query;
  }
}

type FieldQuery = Extract<Query, { type: 'field' }>;

async function withIds(
  query: FieldQuery,
  annotations: Annotations | undefined,
  use: NotesUse,
): Promise<Query> {
  const { field, values, at } = query;
  if (isNoteField(field)) {
    if (annotations === undefined || use === 'rate') throw refused(`${field}:`, at);
    return idsAre(await annotations.ids(field, values), at);
  }
  const own = field === 'tag' ? values : hasNote(query) ? [ANY] : [];
  if (annotations === undefined || own.length === 0) return query;
  const ids = await annotations.ids(field === 'tag' ? 'tag' : 'note', own);
  if (ids.length === 0) return query;
  if (use === 'rate') throw refused(field === 'tag' ? 'this tag' : 'has:note', at);
  return { type: 'or', parts: [query, idsAre(ids, at)] };
}

const ANY: Pattern = { text: '*', glob: true };

function hasNote({ field, values }: FieldQuery): boolean {
  return field === 'has' && values.some(({ text }) => text.toLowerCase() === 'note');
}

function refused(what: string, at: FieldQuery['at']): QueryMistake {
  return new QueryMistake({
    message: `${what} is of notes of people, which enter no rate: lists and searches know them`,
    at,
  });
}

function idsAre(ids: readonly string[], at: FieldQuery['at']): Query {
  return ids.length === 0
    ? { type: 'not', part: { type: 'all' } }
    : {
        type: 'field',
        field: 'id',
        op: 'is',
        values: ids.map((text) => ({ text, glob: false })),
        at,
      };
}
