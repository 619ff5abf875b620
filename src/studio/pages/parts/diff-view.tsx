import type { DiffHunk, DiffLine } from './diff-lines.ts';
import '../style/diff.css';

export interface DiffViewProps {
  readonly hunks: readonly DiffHunk[];
  /** What it is the difference of, for screen readers. */
  readonly label: string;
}

const MARKS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '−' };
const SAID: Readonly<Record<DiffLine['kind'], string>> = { same: '', added: 'added: ', removed: 'removed: ' };

/** What changes in a text, line by line. */
export function DiffView({ hunks, label }: DiffViewProps) {
  if (hunks.length === 0) return <p class="waiting">Nothing changes.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so the keyboard must reach it.
    <section class="diff" aria-label={label} tabIndex={0}>
      {hunks.map(({ line, lines }) => (
        <div key={line} class="diff-hunk">
          <p class="diff-place">line {line}</p>
          {lines.map(({ kind, text }, index) => (
            <p key={index} class={`diff-line ${kind}`}>
              <span aria-hidden="true">{MARKS[kind]}</span>
              <span class="hidden">{SAID[kind]}</span>
              <span class="diff-text">{text}</span>
            </p>
          ))}
        </div>
      ))}
    </section>
  );
}
