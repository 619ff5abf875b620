import type { ComponentChildren } from 'preact';

/** What went wrong, in a sentence; nothing if nothing did. */
export function Problem({ text, children }: { readonly text: string | null; readonly children?: ComponentChildren }) {
  if (text === null) return null;
  return (
    <div class="problem" role="alert">
      <p>{text}</p>
      {children}
    </div>
  );
}
