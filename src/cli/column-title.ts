/** Characters of a title that leave room for other columns. */
const LONGEST = 40;

/** A title as a table shows it: a long one ends with "…", and its file has all of it. */
export function columnTitle(title: string): string {
  const characters = [...title];
  return characters.length <= LONGEST
    ? title
    : `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
