import { createTwoFilesPatch } from 'diff';

/** A file before and after; a text of null is no file. */
export interface Change {
  readonly before: { readonly path: string; readonly text: string | null };
  readonly after: { readonly path: string; readonly text: string | null };
}

/** What changes, as `diff --unified` and git show it. */
export function difference({ before, after }: Change): string {
  const name = ({ path, text }: Change['before']) => (text === null ? '/dev/null' : path);
  const patch = createTwoFilesPatch(
    name(before),
    name(after),
    before.text ?? '',
    after.text ?? '',
    undefined,
    undefined,
    {
      context: 3,
    },
  );
  return patch.replace(/^=+\n/, '').replace(/\n$/, '');
}
