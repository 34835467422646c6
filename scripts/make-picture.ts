/** The picture in docs/architecture.md: which folder of src/ imports which, made from the imports. */
import { allImports, folderOf, SOURCES } from './imports.ts';

const BEGIN = '<!-- picture: made by `npm run docs` -->';
const END = '<!-- end of the picture -->';

/** Folder → the folders that it imports from. */
function foldersImported(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { from, to, kind } of allImports()) {
    const [folder, other] = [folderOf(from), folderOf(to)];
    const imported = found.get(folder) ?? new Set<string>();
    found.set(folder, imported);
    if (SOURCES.includes(to) && other !== folder && kind !== 'named') imported.add(other);
  }
  return found;
}

/**
 * Mermaid's text of the graph. An arrow that longer ways imply is left out: where `cli` imports `app`
 * and `app` imports `text`, the arrow from `cli` to `text` says nothing more of who lies above whom.
 */
function graph(): string {
  const imported = foldersImported();
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    for (const to of imported.get(from) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      reach(to, seen);
    }
    return seen;
  };
  const arrows = [...imported].flatMap(([from, all]) =>
    [...all]
      .filter((to) => ![...all].some((other) => other !== to && reach(other).has(to)))
      .toSorted()
      .map((to) => `  ${from} --> ${to}`),
  );
  return ['```mermaid', 'graph TD', ...arrows.toSorted(), '```'].join('\n');
}

/** The page with the picture as it should be. */
export function withPicture(page: string): string {
  const [before = '', rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error('docs/architecture.md has no place for the picture');
  return `${before}${BEGIN}\n\n${graph()}\n\n${END}${after}`;
}
