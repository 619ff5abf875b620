/** Text in one line of Markdown, such as a cell of a table: nothing in it ends the line or the cell. */
export const inLine = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** A table with a header; empty without rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(inLine).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Code in a line; `<` and `{` in it are no HTML. */
export const code = (text: string) => `\`${text}\``;

/** Paragraphs, those that are empty left out. */
export const paragraphs = (...parts: readonly string[]) => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

export const GENERATED = '<!-- Generated from the code by `npm run generate`. Change the code, not this file. -->';
