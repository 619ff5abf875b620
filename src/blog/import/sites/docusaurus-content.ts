import { isTrue } from '../../posts/booleans.ts';
import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder } from '../post-source.ts';
import { globMatches } from './glob-match.ts';
import { objectLiteral } from './object-literal.ts';
import { configuration, existingFolders } from './site-content.ts';
import { filesBelow } from './site-files.ts';
import { pathBelow, plainPath, textsIn } from './site-paths.ts';

export const docusaurusConfig = /^(?:docusaurus\.config|siteConfig)\.[cm]?[jt]s$/;

/** One of a site's blogs. */
interface Blog {
  readonly folder: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const usual = {
  folder: 'blog',
  include: ['**/*.{md,mdx}'],
  exclude: ['**/_*.{js,jsx,ts,tsx,md,mdx}', '**/_*/**', '**/*.test.{js,jsx,ts,tsx}', '**/__tests__/**'],
};

/** At most this many blogs of a site are read. */
const maxBlogs = 20;

/** The blogs that the configuration names; their translations are in `i18n/`. */
export async function docusaurusContent(site: SiteFolder): Promise<SiteContent> {
  const blogs = blogsIn(await configuration(site, docusaurusConfig));
  const posts = await existingFolders(
    site,
    blogs.map(({ folder }) => folder),
  );
  if (posts.length === 0) return { posts: [], pages: [] };
  const translated = (await filesBelow(site, 'i18n')).flatMap(
    (path) => /^i18n\/[^/]+\/docusaurus-plugin-content-blog[^/]*(?=\/)/.exec(path)?.[0] ?? [],
  );
  return {
    posts: [...posts, ...new Set(translated)],
    pages: await existingFolders(site, ['docs', 'src/pages', ...(translated.length > 0 ? ['i18n'] : [])]),
    adapt: (post, path) => docusaurusPost(blogs, post, path),
  };
}

function blogsIn(settings: string): Blog[] {
  const blogs: Blog[] = [];
  for (const found of settings.matchAll(/\bblog["']?\s*:\s*\{|plugin-content-blog["'`][^{]{0,200}\{/g)) {
    if (blogs.length === maxBlogs) break;
    const options = objectLiteral(settings, found.index + found[0].length - 1) ?? {};
    const list = (key: 'include' | 'exclude') => (Array.isArray(options[key]) ? textsIn(options[key]) : usual[key]);
    const folder = typeof options.path === 'string' ? plainPath(options.path) : usual.folder;
    if (!folder.startsWith('..')) blogs.push({ folder, include: list('include'), exclude: list('exclude') });
  }
  return blogs.length === 0 ? [usual] : blogs;
}

function docusaurusPost(blogs: readonly Blog[], post: Post, path: string): Post | LeftOut {
  const [, language] = /^i18n\/([^/]+)\//.exec(path) ?? [];
  if (language !== undefined)
    return leftOut('translation', path, `it is in another language (${language}) than the site.`);
  const blog = blogs.find(({ folder }) => pathBelow(folder, path) !== null);
  if (blog === undefined) return post;
  const below = pathBelow(blog.folder, path)!;
  if (/(?:^|\/)_/.test(below) && blog.exclude.some((glob) => globMatches(glob, below))) {
    return leftOut('no post', path, 'names that begin with _ are parts of pages, not posts.');
  }
  if (!blog.include.some((glob) => globMatches(glob, below)) || blog.exclude.some((glob) => globMatches(glob, below))) {
    return leftOut('no post', path, 'the configuration excludes it from the blog.');
  }
  const { data } = post.frontMatter;
  if (isTrue(data.unlisted)) return leftOut('no post', path, 'it is unlisted.');
  const [, day, text] = /^.*?(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:\/index)?\.\w+$/.exec(below) ?? [];
  const named = day === undefined ? null : readDate(day.replaceAll('/', '-'));
  const slug = text
    ?.split('/')
    .filter((name) => name !== '')
    .at(-1);
  const { title, body } = withoutHeading(post.body);
  return {
    ...post,
    title: post.title ?? title,
    date: post.date ?? named,
    slug: data.slug === undefined && named !== null ? (slug ?? named.iso) : post.slug,
    body,
  };
}

/** A heading at the very top is the post's title, not part of its text; imports may come before it. */
function withoutHeading(body: string): { title: string | null; body: string } {
  const lines = body.split('\n');
  let at = 0;
  const skipBlank = () => {
    while (at < lines.length && lines[at].trim() === '') at++;
  };
  skipBlank();
  while (/^import\s/.test(lines[at] ?? '')) {
    while (at < lines.length && lines[at].trim() !== '') at++;
    skipBlank();
  }
  const [first = '', second = ''] = lines.slice(at, at + 2);
  const isUnderlined = /^=+$/.test(second.trimEnd()) && first.trim() !== '';
  if (!isUnderlined && !/^#[ \t]+\S/.test(first)) return { title: null, body };
  const title = (isUnderlined ? first : first.slice(1))
    .trim()
    .replace(/(?<!\s)\s*(?:\{#*[\w-]+\}|#+)$/, '')
    .replace(/`([^`]*)`/g, '$1')
    .trim();
  const rest = [...lines.slice(0, at), ...lines.slice(at + (isUnderlined ? 2 : 1))];
  return { title: title === '' ? null : title, body: rest.join('\n') };
}
