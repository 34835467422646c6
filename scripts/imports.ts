/** What the files of src/ import, read from their syntax: for the picture and for the tests of it. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

const SRC = path.resolve(import.meta.dirname, '../src');

export type Import = {
  /** A file, from src/. */
  readonly from: string;
  /** A file from src/, else a module's name; `COMPUTED` where only a run would tell. */
  readonly to: string;
  /** `later`: by `import()`, `require` or `getBuiltinModule`. `named`: the file of a thread, in a string. */
  readonly kind: 'types' | 'with the file' | 'later' | 'named';
};

/** A module whose name is no literal. */
export const COMPUTED = '(computed)';

/** The files, from src/. */
export const SOURCES: readonly string[] = globSync('**/*.{ts,tsx}', { cwd: SRC }).toSorted();

export function sourceText(file: string): string {
  return readFileSync(path.join(SRC, file), 'utf8');
}

export function parsed(file: string, text: string): ReturnType<typeof parseSync>['program'] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`);
  return program;
}

/** Every import of a file. An `import()` in a type imports types. */
export function importsOf(from: string, text = sourceText(from)): readonly Import[] {
  const found: Import[] = [];
  const add = (source: Node | null | undefined, kind: Import['kind']): void => {
    if (source === null) return;
    const name = literal(source) ?? COMPUTED;
    if (source !== undefined) known.add(source.start);
    found.push({
      from,
      to: name.startsWith('.') ? path.join(path.dirname(from), name) : name,
      kind,
    });
  };
  // Where a module is named in an import, or what loads one is called. Any other mention of what loads
  // modules could load anything.
  const known = new Set<number>();
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => {
      add(source, importKind === 'type' ? 'types' : 'with the file');
    },
    ExportAllDeclaration: ({ source, exportKind }) => {
      add(source, exportKind === 'type' ? 'types' : 'with the file');
    },
    ExportNamedDeclaration: ({ source, exportKind }) => {
      add(source, exportKind === 'type' ? 'types' : 'with the file');
    },
    TSImportType: ({ source }) => {
      add(source, 'types');
    },
    ImportExpression: ({ source }) => {
      add(source, 'later');
    },
    CallExpression: ({ callee, arguments: [name] }) => {
      const called = callee.type === 'MemberExpression' ? callee.property : callee;
      if (called.type !== 'Identifier' || !LOADERS.includes(called.name)) return;
      known.add(called.start);
      add(name, 'later');
    },
    Literal: (node) => {
      const isFile = /^\.{1,2}\/.*\.tsx?$/.test(String(node.value));
      if (isFile && !known.has(node.start)) add(node, 'named');
      if (LOADERS.includes(String(node.value))) add(undefined, 'later');
    },
    Identifier: (node) => {
      if (LOADERS.includes(node.name) && !known.has(node.start)) add(undefined, 'later');
    },
  }).visit(parsed(from, text));
  return found;
}

const LOADERS = ['require', 'createRequire', 'getBuiltinModule'];

type Node = { readonly type: string; readonly start: number };

function literal(node: Node | undefined): string | undefined {
  return node !== undefined && 'value' in node && typeof node.value === 'string'
    ? node.value
    : undefined;
}

/** Every import of every file. */
export function allImports(): readonly Import[] {
  return SOURCES.flatMap((file) => importsOf(file));
}

/** The folder of src/ that a file is in. */
export function folderOf(file: string): string {
  return file.split(path.sep)[0] ?? '';
}
