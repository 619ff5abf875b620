/** Marks of punctuation that count as the same, by the one that names them. Apostrophes and hyphens belong to words. */
const KINDS: Readonly<Record<string, string>> = {
  ',': ',،、，',
  '.': '.。．｡।۔',
  '?': '?？؟',
  '!': '!！',
  ':': ':：',
  ';': ';；؛',
  '—': '—–―',
  '“': '"“”„«»‹›「」『』',
  '(': '()（）',
  '…': '…',
};

/** The kinds of marks that are counted. */
export const MARKS: readonly string[] = Object.keys(KINDS);

const kindOf = new Map(Object.entries(KINDS).flatMap(([kind, marks]) => Array.from(marks, (mark) => [mark, kind])));

/** Three full stops are an ellipsis; a mark between two digits belongs to a number. */
const MARK = /\.{3,}|(?![.,:])\p{P}|[.,:](?!\p{Nd})|(?<!\p{Nd})[.,:]/gu;

/** How often each kind of mark occurs in a text. */
export function countMarks(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [mark] of text.matchAll(MARK)) {
    const kind = mark.length > 1 ? '…' : kindOf.get(mark);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
