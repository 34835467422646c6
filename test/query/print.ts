/** Writes a query as text again, so that tests can read it back. */
import type { Query } from '../../src/query/ast.ts';
import { fieldTerm } from '../../src/query/edit.ts';

/** The text of a query; groups in brackets, each word with its own `in:`. */
export function printed(query: Query): string {
  switch (query.type) {
    case 'all':
      return '';
    case 'and':
      return query.parts.map(bracketed).join(' ');
    case 'or':
      return query.parts.map(bracketed).join(' | ');
    case 'not':
      return `-${bracketed(query.part)}`;
    case 'turn':
      return `{${printed(query.part)}}`;
    case 'scope':
      return `in:${query.in.join(',')}`;
    case 'word': {
      const text = { fuzzy: query.text, exact: `'${query.text}`, prefix: `${query.text}*` };
      return scoped(text[query.mode], query.in);
    }
    case 'phrase':
      return scoped(
        query.prefix === true
          ? `${query.mode === 'exact' ? "'" : ''}${query.words.join('-')}*`
          : `${query.mode === 'exact' ? "'" : ''}"${query.words.join(' ')}"`,
        query.in,
      );
    case 'field':
      return query.op === 'is'
        ? `${query.field}:${query.values
            .map(({ text, glob }) =>
              glob ? text : fieldTerm(query.field, [text]).slice(query.field.length + 1),
            )
            .join(',')}`
        : `${query.field}:${query.op}${query.values[0]?.text}`;
    case 'regex':
      return scoped(`/${query.source}/${query.flags}`, query.in);
    default:
      return query satisfies never;
  }
}

function bracketed(query: Query): string {
  return query.type === 'and' || query.type === 'or' ? `(${printed(query)})` : printed(query);
}

function scoped(text: string, scopes: readonly string[] | undefined): string {
  return scopes === undefined ? text : `(in:${scopes.join(',')} ${text})`;
}

/** A query without the places of its parts. */
export function bare(query: Query): unknown {
  return JSON.parse(
    JSON.stringify(query, (key: string, value: unknown) => (key === 'at' ? undefined : value)),
  );
}
