import { diffArrays } from 'diff';

const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

/** A text whose lines end in "\n", as an editor has it. */
export function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/**
 * A text from an editor, which knows "\n" alone, with the line ends of the file that it was: lines that stayed keep theirs, and
 * new ones get the one that most lines have.
 */
export function withLineEndsOf(original: string, edited: string): string {
  const before = original.match(LINE) ?? [];
  const ends = before.map((line) => /[\r\n]+$/.exec(line)?.[0] ?? '');
  const usual = mostFrequent(ends.filter((end) => end !== '')) ?? '\n';
  if (ends.every((end) => end === usual || end === '')) return edited.replaceAll('\n', usual);
  const plain = before.map(withPlainLineEnds);
  let at = 0;
  let text = '';
  for (const { value, added, removed } of diffArrays(plain, edited.match(LINE) ?? [])) {
    if (added) text += value.join('').replaceAll('\n', usual);
    else if (!removed) text += before.slice(at, at + value.length).join('');
    if (!added) at += value.length;
  }
  return text;
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
