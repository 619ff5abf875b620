/** Marks words on a terminal; without colours, each function returns its text unchanged. */
export interface Paint {
  /** Headings. */
  readonly bold: (text: string) => string;
  /** What may be skipped. */
  readonly dim: (text: string) => string;
  /** What deserves a look. */
  readonly yellow: (text: string) => string;
  /** What went wrong. */
  readonly red: (text: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The paint of a stream that shows no colours. */
export const plain: Paint = { bold: same, dim: same, yellow: same, red: same };

const colours: Paint = { bold: code(1, 22), dim: code(2, 22), yellow: code(33, 39), red: code(31, 39) };

/**
 * The paint for a stream: colours on a terminal, unless `NO_COLOR` (no-color.org) is set to anything, or `TERM` is `dumb`.
 * `FORCE_COLOR` set to anything but 0 colours a pipe too, as it does in Node's own programs; `NO_COLOR` is stronger.
 */
export function paintFor({ isTTY }: { readonly isTTY?: boolean }, environment: Environment): Paint {
  const { NO_COLOR = '', FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== '') return plain;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR === '0' ? plain : colours;
  return isTTY === true && TERM !== 'dumb' ? colours : plain;
}

function same(text: string): string {
  return text;
}

/** The escape sequences that switch a rendition on and off (ECMA-48, SGR). */
function code(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}
