/** Columns of indentation; a tab reaches to the next multiple of four. */
export function columnsOf(line: string): number {
  let columns = 0;
  for (const char of line) {
    if (char === ' ') columns++;
    else if (char === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

/** A line with this many columns less of indentation, or with none if it has fewer. */
export function withoutColumns(line: string, columns: number): string {
  let [at, done] = [0, 0];
  while (done < columns && (line[at] === ' ' || line[at] === '\t')) {
    done += line[at] === '\t' ? 4 - (done % 4) : 1;
    at++;
  }
  return line.slice(at);
}
