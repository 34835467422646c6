/** The newest messages of the viewer, for a report: their types alone, never what is in them. */

const MOST = 50;
const types: string[] = [];

export function remember(type: string): void {
  types.push(type);
  if (types.length > MOST) types.shift();
}

/** The types, the oldest first. */
export function recentMessages(): readonly string[] {
  return types;
}
