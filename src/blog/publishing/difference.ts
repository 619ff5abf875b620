import { createTwoFilesPatch } from 'diff';

/** A file before and after; null if it does not exist. */
export interface Change {
  readonly before: { readonly path: string; readonly text: string | null };
  readonly after: { readonly path: string; readonly text: string | null };
}

/** The changes in the format of `diff --unified` and git. */
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
