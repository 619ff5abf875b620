import { useEffect, useRef } from 'preact/hooks';
import '../style/reading.css';
import { copiedLevel } from './copied-level.ts';
import { usePictures } from './page-pictures.ts';

export interface PageViewProps {
  /** Harmless HTML from the server, in which copied passages are marks. */
  readonly html: string;
  /** Shows where a passage is from. */
  readonly onPassage?: (passage: number) => void;
  /** Whether the first mark is brought into view. */
  readonly showsMark?: boolean;
  readonly label: string;
}

/** A text as a page. Its copied passages have a colour, a line and a number; their list says the same in words. */
export function PageView({ html: given, onPassage, showsMark = false, label }: PageViewProps) {
  const html = usePictures(given);
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    const marks = [...(page.current?.querySelectorAll('mark') ?? [])];
    for (const [index, mark] of marks.entries()) {
      const { copied, words } = mark.dataset;
      mark.classList.add(`copied-${copiedLevel(Number(words))}`);
      // A passage may be in several parts; its number is after the last one.
      if (onPassage !== undefined && marks[index + 1]?.dataset.copied !== copied) {
        mark.dataset.number = String(Number(copied) + 1);
      }
    }
    if (showsMark) marks[0]?.scrollIntoView({ block: 'center' });
  }, [html, showsMark, onPassage === undefined]);
  const click = ({ target }: MouseEvent) => {
    const mark = target instanceof Element ? target.closest('mark') : null;
    if (mark !== null && mark.closest('a') === null) onPassage?.(Number(mark.dataset.copied));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list of passages has a button for each.
    <article
      ref={page}
      class={`page-view${onPassage === undefined ? '' : ' opens'}`}
      aria-label={label}
      onClick={click}
      // The server has made it harmless, and no script in it could run.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
