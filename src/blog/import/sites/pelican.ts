import { readFileName } from '../../posts/file-name.ts';
import { keyLines } from '../../posts/metadata-lines.ts';
import { namesIn } from '../../posts/names-in.ts';
import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { headMetadata } from '../pages/head-metadata.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder, type SiteSource } from '../post-source.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { type PostData, postWithData } from './post-with-data.ts';
import { type PythonSettings, pythonSettings } from './python-settings.ts';
import { filesBelow } from './site-files.ts';
import { plainFacts } from './site-rules.ts';

export const pelican: SiteSource = {
  kind: 'site',
  id: 'pelican',
  name: 'a Pelican site',
  postExtensions: ['.md', '.markdown', '.mkd', '.mdown', ...htmlExtensions],
  unreadExtensions: unreadFor('.rst', '.adoc', '.org', '.ipynb'),
  recognise: (names) => names.has('pelicanconf.py') || names.has('publishconf.py'),
  async content(site): Promise<SiteContent> {
    const settings = pythonSettings((await site.read('pelicanconf.py')) ?? (await site.read('publishconf.py')) ?? '');
    const root = plain(settings.texts('PATH')[0] ?? 'content');
    const within = (folder: string) => [root, plain(folder)].filter((part) => part !== '').join('/');
    const articles = settings.has('ARTICLE_PATHS') ? settings.texts('ARTICLE_PATHS') : [''];
    const isThere = (await site.names(root)).length > 0;
    const posts = isThere ? articles.map(within) : [];
    const pages = (settings.has('PAGE_PATHS') ? settings.texts('PAGE_PATHS') : ['pages']).map(within);
    const excluded = [...pages, ...settings.texts('ARTICLE_EXCLUDES').map(within)];
    const place = { root, excluded, originals: await originalsIn(site, root, settings) };
    return {
      posts,
      pages: isThere ? [root] : [],
      adapt: (post, path, now) => article(post, path, settings, place, now),
    };
  },
  adapt: (post) => post,
  facts: async () => plainFacts,
};

function plain(folder: string): string {
  return folder
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/');
}

interface Place {
  /** The content folder. */
  readonly root: string;
  /** Folders excluded from articles. */
  readonly excluded: readonly string[];
  /** Slugs of articles in the site's own language. */
  readonly originals: ReadonlySet<string>;
}

/** An article in another language is a translation if one in the site's own language has the same slug. */
async function originalsIn(site: SiteFolder, root: string, settings: PythonSettings): Promise<Set<string>> {
  const slugs = new Set<string>();
  for (const path of await filesBelow(site, root)) {
    if (!/\.(?:md|markdown|mkd|mdown|html?)$/i.test(path)) continue;
    const data = metadataIn((await site.read(path)) ?? '', path)?.data ?? {};
    if (data.lang === undefined || data.lang === ownLanguage(settings)) slugs.add(slugOfData(data, path, settings));
  }
  return slugs;
}

function ownLanguage(settings: PythonSettings): string {
  return settings.texts('DEFAULT_LANG')[0] ?? 'en';
}

function slugOfData(data: Readonly<Record<string, unknown>>, path: string, settings: PythonSettings): string {
  const said = (key: string) => (typeof data[key] === 'string' && data[key].trim() !== '' ? data[key].trim() : null);
  const ofName = readFileName(path).slug;
  if (settings.texts('SLUGIFY_SOURCE')[0] === 'basename') return said('slug') ?? ofName;
  return said('slug') ?? slugOf(said('title') ?? ofName);
}

function article(file: Post, path: string, settings: PythonSettings, place: Place, now: Date): Post | LeftOut {
  if (place.excluded.some((folder) => path.startsWith(`${folder}/`))) {
    return leftOut('page', path, 'it is a page of the site, not a post.');
  }
  const post = withMetadata(file);
  const data = Object.fromEntries(
    Object.entries(post.frontMatter.data).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const said = (key: string) => (typeof data[key] === 'string' && data[key].trim() !== '' ? data[key].trim() : null);
  const status = said('status')?.toLowerCase() ?? usualStatus(settings);
  if (status === 'skip') return leftOut('no post', path, 'its status is "skip".');
  const language = said('lang');
  const slug = slugOfData({ ...data, title: said('title') ?? post.title }, path, settings);
  const isOther = language !== null && language !== ownLanguage(settings) && place.originals.has(slug);
  if (isOther || said('translation')?.toLowerCase() === 'true') {
    return leftOut(
      'translation',
      path,
      `it is a translation of another post${language === null ? '' : ` (${language})`}.`,
    );
  }
  const written = said('date')?.replaceAll('_', ' ') ?? null;
  const date = (written === null ? null : readDate(written)) ?? post.date;
  if (said('title') === null && post.title === null) {
    return leftOut('no post', path, 'Pelican does not build posts without a title.');
  }
  if (date === null && status !== 'draft' && !settings.has('DEFAULT_DATE')) {
    return leftOut('no post', path, 'Pelican does not build posts without a date.');
  }
  const isLater =
    settings.flag('WITH_FUTURE_DATES') === false &&
    date !== null &&
    date.iso.slice(0, 10) > now.toISOString().slice(0, 10);
  const folder = folderIn(place.root, path);
  const category = said('category') ?? (settings.flag('USE_FOLDER_AS_CATEGORY') === false ? null : folder);
  const isHidden = status === 'draft' || status === 'hidden';
  return {
    ...post,
    title: said('title') ?? post.title,
    date,
    slug,
    tags: namesIn(data.tags, { by: 'semicolons' }).names,
    categories: category === null || category === '' ? [] : [category],
    draft: post.draft || isHidden || isLater,
    ...(isLater && !isHidden && !post.draft ? { scheduledFor: date.iso.slice(0, 10) } : {}),
    body: post.body.replace(/(\]\(|\]:\s*|(?:src|href)=["'])(?:\{(?:static|attach|filename)\}|\|filename\|)/g, '$1'),
  };
}

/** The status from `DEFAULT_METADATA` for posts without one. */
function usualStatus(settings: PythonSettings): string {
  const texts = settings.texts('DEFAULT_METADATA');
  const at = texts.indexOf('status');
  return at < 0 ? 'published' : (texts[at + 1]?.toLowerCase() ?? 'published');
}

/** Makes a slug from a title. */
function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** The name of a file's folder; '' for the content folder itself. */
function folderIn(root: string, path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.join('/') === root ? '' : (folders.at(-1) ?? '');
}

function withMetadata(post: Post): Post {
  if (post.frontMatter.delimiter !== 'none') return post;
  const parts = metadataIn(post.body, post.source);
  if (parts === null) return post;
  const { data } = parts;
  const read = postWithData(post, { data: { ...data, published: undefined }, body: parts.body });
  return { ...read, frontMatter: { ...post.frontMatter, data, typed: data, keys: Object.keys(data) } };
}

/** The metadata of a Markdown file from its first lines, of an HTML file from its head. */
function metadataIn(text: string, path: string): PostData | null {
  if (isHtml(path)) return headMetadata(text);
  const parts = keyLines(text);
  return parts === null ? null : { data: parts.frontMatter.data, body: parts.body };
}

function isHtml(path: string): boolean {
  return htmlExtensions.some((extension) => path.toLowerCase().endsWith(extension));
}
