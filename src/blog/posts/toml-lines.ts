/** A line of TOML: its start, its end, and whether it continues a text or list from the line above. */
export interface TomlLine {
  readonly start: number;
  readonly end: number;
  readonly continues: boolean;
}

/** The lines of a TOML text, found in one pass. */
export function tomlLines(raw: string): TomlLine[] {
  const lines: TomlLine[] = [];
  let brackets = 0;
  /** The quotes that close the open text. */
  let quote: string | null = null;
  let start = 0;
  let continues = false;
  let isValue = false;
  const endLine = (end: number) => {
    lines.push({ start, end, continues });
    start = end + 1;
    if (quote?.length === 1) quote = null;
    continues = quote !== null || brackets > 0;
    isValue = continues;
  };
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at];
    if (character === '\n') endLine(at);
    else if (quote !== null) {
      if (character === '\\' && quote.startsWith('"') && raw[at + 1] !== '\n') at++;
      else if (raw.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = null;
      }
    } else if (character === '"' || character === "'") {
      quote = raw.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      at += quote.length - 1;
    } else if (character === '#') {
      const end = raw.indexOf('\n', at);
      at = (end === -1 ? raw.length : end) - 1;
    } else if (character === '=') isValue = true;
    else if (isValue && /[[{]/.test(character)) brackets++;
    else if (isValue && /[\]}]/.test(character)) brackets = Math.max(0, brackets - 1);
  }
  if (start < raw.length) endLine(raw.length);
  return lines;
}
