import { useEffect, useRef } from 'preact/hooks';

/** A file with the numbers of its lines; `line`, from 1, is marked and shown. */
export function SourceText({ text, line }: { readonly text: string; readonly line: number | null }) {
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'center' });
    marked.current?.focus({ preventScroll: true });
  }, [text, line]);
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return (
    <ol class="source-text" aria-label="The file, line by line">
      {lines.map((each, i) => (
        <li
          key={i}
          {...(i + 1 === line
            ? { ref: marked, class: 'marked', tabIndex: -1, 'aria-current': 'location' as const }
            : {})}
        >
          {each}
        </li>
      ))}
    </ol>
  );
}
