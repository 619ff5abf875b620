import { dottedLines } from '../../posts/metadata-lines.ts';
import { namesIn } from '../../posts/names-in.ts';
import type { FrontMatter, Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { headMetadata } from '../pages/head-metadata.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder, type SiteSource } from '../post-source.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { postWithData } from './post-with-data.ts';
import { type PythonSettings, pythonSettings } from './python-settings.ts';
import { existingFolders } from './site-content.ts';
import { filesBelow } from './site-files.ts';
import { plainFacts } from './site-rules.ts';

/** Files of Sphinx, whose configuration has the same name, and of Jekyll. */
const otherFiles = ['index.rst', 'index.md', 'make.bat', '_templates', '_config.yml'];

export const nikola: SiteSource = {
  kind: 'site',
  id: 'nikola',
  name: 'a Nikola site',
  postExtensions: ['.md', '.mdown', '.markdown', ...htmlExtensions],
  unreadExtensions: unreadFor('.rst', '.ipynb', '.org', '.textile', '.adoc', '.wiki', '.creole'),
  recognise: (names) =>
    names.has('conf.py') && (names.has('posts') || names.has('stories')) && !otherFiles.some((name) => names.has(name)),
  async content(site): Promise<SiteContent> {
    const settings = pythonSettings((await site.read('conf.py')) ?? '');
    const posts = await existingFolders(site, foldersOf(settings, 'POSTS', ['posts']));
    const pages = await existingFolders(site, foldersOf(settings, 'PAGES', ['pages', 'stories']));
    const described = new Map<string, FrontMatter>();
    for (const folder of posts) await readDescriptions(site, folder, described);
    return { posts, pages, adapt: (post, path, now) => nikolaPost(post, path, { settings, described, now }) };
  },
  adapt: (post) => post,
  facts: async () => plainFacts,
};

/** The folders of globs such as `("posts/*.md", "posts", "post.tmpl")`. */
function foldersOf(settings: PythonSettings, name: string, usual: readonly string[]): readonly string[] {
  const globs = settings.texts(name).filter((text) => /[*?]/.test(text));
  return globs.length === 0 ? usual : globs.map((glob) => glob.replace(/\/?[^/]*[*?].*$/, ''));
}

/** `.meta` files next to posts contain their metadata. */
async function readDescriptions(site: SiteFolder, folder: string, described: Map<string, FrontMatter>): Promise<void> {
  for (const path of await filesBelow(site, folder)) {
    if (!/\.meta$/i.test(path)) continue;
    const parts = dottedLines((await site.read(path)) ?? '');
    if (parts !== null) described.set(path.replace(/\.meta$/i, ''), parts.frontMatter);
  }
}

interface Site {
  readonly settings: PythonSettings;
  /** Metadata from separate files, by the post's path without its extension. */
  readonly described: ReadonlyMap<string, FrontMatter>;
  readonly now: Date;
}

function nikolaPost(file: Post, path: string, { settings, described, now }: Site): Post | LeftOut {
  const stem = path.replace(/\.[^./]*$/, '');
  const languages = settings.texts('TRANSLATIONS');
  const own = settings.texts('DEFAULT_LANG')[0] ?? 'en';
  const language = /\.([a-z]{2}(?:_[A-Za-z@]+)?)$/.exec(stem)?.[1];
  if (language !== undefined && language !== own && languages.includes(language)) {
    return leftOut('translation', path, `it is in another language (${language}) than the site.`);
  }
  const post = withMetadata(file, described.get(stem) ?? null);
  const { data } = post.frontMatter;
  const status = typeof data.status === 'string' ? data.status.trim().toLowerCase() : '';
  if (status === 'private') return leftOut('private', path, 'its status is "private".');
  const tags = namesIn(data.tags, { by: 'semicolons' }).names;
  const hasMarks = settings.flag('USE_TAG_METADATA') === true;
  if (hasMarks && tags.includes('private')) return leftOut('private', path, 'its tag is "private".');
  const date = post.date;
  const isDraft = post.draft || status === 'draft' || (hasMarks && tags.some((tag) => tag.toLowerCase() === 'draft'));
  const isLater =
    settings.flag('FUTURE_IS_NOW') !== true && date !== null && date.iso.slice(0, 10) > now.toISOString().slice(0, 10);
  return {
    ...post,
    // A post without a title is named after its file.
    title: post.title ?? stem.split('/').at(-1)!,
    tags: hasMarks ? tags.filter((tag) => !/^(?:draft|private|mathjax)$/i.test(tag)) : tags,
    categories: namesIn(data.category ?? data.section, { by: 'nothing' }).names,
    body: post.body.replace(/^[ \t]*<!--\s*TEASER_END(?::[^\n]*?)?\s*-->[ \t]*\n?/gm, ''),
    draft: isDraft || isLater,
    ...(isLater && !isDraft ? { scheduledFor: date.iso.slice(0, 10) } : {}),
  };
}

/** `described`: its metadata if in a separate file. */
function withMetadata(post: Post, described: FrontMatter | null): Post {
  if (described === null && post.frontMatter.delimiter !== 'none') return post;
  const parts = described === null ? metadataIn(post) : { frontMatter: described, body: post.body };
  if (parts === null) return post;
  // Nikola writes a zone as 'UTC+02:00'.
  const { date, ...data } = parts.frontMatter.data;
  const written = typeof date === 'string' ? date.replace(/\s*UTC(?=[+-]\d)/, ' ') : date;
  const read = postWithData(post, { data: { ...data, date: written }, body: parts.body });
  return {
    ...read,
    frontMatter: parts.frontMatter,
    date: read.date ?? (typeof written === 'string' ? readDate(written) : null),
  };
}

/** Lines beginning with two dots above the text; for HTML without them, the metadata in its head. */
function metadataIn(post: Post): Pick<Post, 'frontMatter' | 'body'> | null {
  const dotted = dottedLines(post.body);
  if (dotted !== null || !htmlExtensions.includes(post.extension)) return dotted;
  const head = headMetadata(post.body);
  if (head === null) return null;
  const { data, body } = head;
  return { frontMatter: { ...post.frontMatter, data, typed: data, keys: Object.keys(data) }, body };
}
