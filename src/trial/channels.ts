/**
 * Responses in channels, as models that were trained on them write them where nothing took them apart:
 * `<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…`.
 */

/** What a channel says: what the model thought, called, or said. */
export type Channel = {
  readonly kind: 'reasoning' | 'call' | 'message';
  /** The tool that is called. */
  readonly name: string;
  readonly text: string;
};

const HEADER = /<\|channel\|>([^<]{0,200})(?:<\|constrain\|>[^<]{0,40})?<\|message\|>/g;
const END = /<\|(?:end|return|call|start)\|>/;
/** What stands between two channels and is no words. */
const AROUND = /<\|start\|>assistant(?: to=[\w.-]{1,100})?|<\|\w{1,20}\|>/g;
const TOOL = /to=(?:functions\.)?([\w.-]{1,100})/;

/** The channels of a text, in order; undefined where it has none, or begins with something else. */
export function channelsIn(text: string): readonly Channel[] | undefined {
  if (!/^\s*(?:<\|start\|>\w{0,20}[^<]{0,100})?<\|channel\|>/.test(text)) return undefined;
  const headers = [...text.matchAll(HEADER)];
  if (headers.length === 0) return undefined;
  return headers.flatMap((header, index) => {
    const start = header.index + header[0].length;
    const piece = text.slice(start, headers[index + 1]?.index);
    const end = END.exec(piece)?.index ?? piece.length;
    const name = header[1]?.trim() ?? '';
    // Whom a call is to may stand before its channel, too.
    const before = text.slice(Math.max(0, header.index - 120), header.index);
    const tool =
      TOOL.exec(name)?.[1] ?? TOOL.exec(/<\|start\|>[^<]*$/.exec(before)?.[0] ?? '')?.[1];
    const kind =
      tool !== undefined ? 'call' : name.startsWith('analysis') ? 'reasoning' : 'message';
    const said = { kind, name: tool ?? '', text: piece.slice(0, end).trim() } as const;
    const after = piece.slice(end).replaceAll(AROUND, '').trim();
    return after === '' ? [said] : [said, { kind: 'message', name: '', text: after } as const];
  });
}
