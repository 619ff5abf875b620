/**
 * Backups of a blog on Blogger: Atom with everything the blog has: posts, drafts, pages, comments, the template and
 * settings. Blogger gave such a file until 2024; Google Takeout gives an archive with
 * `Takeout/Blogger/Blogs/<name>/feed.atom`, and other files with the person's comments on other blogs. Read-only.
 */

import { otherFiles } from '../other-files.ts';
import { type ArchiveSource, type DocumentSource, leftOut } from '../post-source.ts';
import { rootElement } from '../xml/xml-items.ts';
import { readAtom } from './atom-feed.ts';

export const bloggerBackup: DocumentSource = {
  kind: 'document',
  name: 'a Blogger backup',
  recognise: (_, head) => {
    const root = rootElement(head);
    if (root?.name !== 'atom:feed') return false;
    if (root.namespaces.some((name) => /^https?:\/\/schemas\.google\.com\/blogger\/2018$/i.test(name))) return true;
    // Blogger's public feed looks similar but has no kinds.
    return /\bschemas\.google\.com\/blogger\/2008\/kind#/.test(head) || /\bblog-\d+\.archive\b/.test(head);
  },
  read: readAtom,
};

const feed = /(?:^|\/)feed\.atom$/i;

export const bloggerTakeout: ArchiveSource = {
  kind: 'archive',
  name: 'a Blogger backup from Google Takeout',
  recognise: (files) => {
    const feeds = files.filter((file) => feed.test(file));
    const isTakeouts = (file: string) => /(?:^|\/)(?:Blogger|Blogs)\//i.test(file);
    return (
      feeds.some(isTakeouts) ||
      (feeds.length > 0 && files.some((file) => /(?:^|\/)theme-\w+\.(?:html|xml)$/.test(file)))
    );
  },
  async *read(archive) {
    for (const file of archive.files.filter((name) => feed.test(name))) {
      const text = await archive.read(file);
      if (typeof text !== 'string') yield text;
      else if (rootElement(text.slice(0, headCharacters))?.name !== 'atom:feed') {
        yield leftOut('broken', file, 'it is not an Atom feed.');
      } else yield* readAtom(once(text), `${archive.name}, ${file}`, file);
    }
    yield* otherFiles(archive.files.filter((name) => !feed.test(name)));
  },
};

const headCharacters = 2 ** 16;

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
