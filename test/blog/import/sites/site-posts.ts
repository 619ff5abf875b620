import type { SiteFolder, SiteSource } from '../../../../src/blog/import/post-source.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

/** The current time for all tests. */
export const now = new Date('2024-06-01T12:00:00Z');

/** A site's folder made of files in memory. */
export function folderOf(files: Readonly<Record<string, string>>): SiteFolder {
  const paths = Object.keys(files);
  const inside = (folder: string) => (folder === '' ? paths : paths.filter((path) => path.startsWith(`${folder}/`)));
  return {
    names: async (folder) => {
      const start = folder === '' ? 0 : folder.length + 1;
      return [...new Set(inside(folder).map((path) => path.slice(start).split('/')[0]))].sort();
    },
    foldersNamed: async (name) => {
      const folders = paths.flatMap((path) =>
        path
          .split('/')
          .slice(0, -1)
          .map((_, i, all) => all.slice(0, i + 1).join('/')),
      );
      return [...new Set(folders)].filter((folder) => folder.split('/').at(-1) === name);
    },
    read: async (file) => files[file] ?? null,
  };
}

/**
 * The posts of a site by file path: 'slug | 2020-01-01 | Title | #tag | @category | draft | text' without missing
 * parts, or the reason why a file is not a post. Files that the source does not take for posts are not included.
 */
export async function sitePosts(
  source: SiteSource,
  files: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { posts, pages, adapt, postExtensions = source.postExtensions } = await source.content(folderOf(files));
  const isIn = (path: string) => (folder: string) => folder === '' || path.startsWith(`${folder}/`);
  const shown: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    if (!postExtensions.some((extension) => path.toLowerCase().endsWith(extension))) continue;
    if (!posts.some(isIn(path))) {
      if (pages.some(isIn(path))) shown[path] = 'page';
      continue;
    }
    const read = readPost(path, text);
    const post = adapt?.(read, path, now) ?? source.adapt(read, path, now.toISOString().slice(0, 10));
    if ('leftOut' in post) shown[path] = post.leftOut;
    else {
      const parts = [
        post.slug,
        post.date?.iso,
        post.title,
        ...post.tags.map((tag) => `#${tag}`),
        ...post.categories.map((category) => `@${category}`),
        post.draft ? 'draft' : null,
        post.scheduledFor === undefined ? null : `from ${post.scheduledFor}`,
        post.body.trim(),
      ];
      shown[path] = parts.filter((part) => part !== null && part !== undefined).join(' | ');
    }
  }
  return shown;
}
