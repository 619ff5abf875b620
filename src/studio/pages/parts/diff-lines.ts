import { parsePatch, structuredPatch } from 'diff';

/** A line of a difference. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Lines that changed, with some that did not around them. */
export interface DiffHunk {
  /** The number of its first line in the text after. */
  readonly line: number;
  readonly lines: readonly DiffLine[];
}

export interface DiffFile {
  /** Paths; null for a file that does not exist then. */
  readonly before: string | null;
  readonly after: string | null;
  readonly hunks: readonly DiffHunk[];
}

interface Hunk {
  readonly newStart: number;
  readonly lines: readonly string[];
}

/** What changed from one text to another; empty if nothing did. */
export function hunksBetween(before: string, after: string): DiffHunk[] {
  return structuredPatch('', '', before, after, '', '', { context: 3 }).hunks.map(hunkOf);
}

/** The files of a difference in the format of `diff --unified`. */
export function filesOfDifference(text: string): DiffFile[] {
  return parsePatch(text).map(({ oldFileName, newFileName, hunks }) => ({
    before: pathOf(oldFileName),
    after: pathOf(newFileName),
    hunks: hunks.map(hunkOf),
  }));
}

function pathOf(name: string | undefined): string | null {
  return name === undefined || name === '/dev/null' ? null : name;
}

function hunkOf({ newStart, lines }: Hunk): DiffHunk {
  // "\ No newline at end of file" is a remark, not a line.
  return { line: newStart, lines: lines.filter((line) => !line.startsWith('\\')).map(lineOf) };
}

function lineOf(line: string): DiffLine {
  const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
  return { kind, text: line.slice(1).replace(/\r$/, '') };
}
