/** Which files that generators build posts from can be read, and why others cannot. */
import { unreadFormats } from '../../posts/file-kinds.ts';

export { htmlExtensions } from '../../posts/file-kinds.ts';

/** The reasons why these extensions cannot be read. Throws RangeError for one without a reason. */
export function unreadFor(...extensions: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    extensions.map((extension) => {
      if (unreadFormats[extension] === undefined) throw new RangeError(`There is no reason for ${extension}.`);
      return [extension, unreadFormats[extension]];
    }),
  );
}
