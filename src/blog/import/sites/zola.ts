import { parse as parseToml } from 'smol-toml';
import { namesIn } from '../../posts/names-in.ts';
import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { type JsonObject, objectIn } from '../json-values.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder, type SiteSource } from '../post-source.ts';
import { existingFolders } from './site-content.ts';
import { blogNames, plainFacts } from './site-rules.ts';

/** Folders and files that only Hugo has next to `config.toml` and `content`. */
const hugoFiles = ['archetypes', 'layouts', 'hugo.toml', 'hugo.yaml', 'hugo.json', 'config'];

export const zola: SiteSource = {
  kind: 'site',
  id: 'zola',
  name: 'a Zola site',
  postExtensions: ['.md'],
  unreadExtensions: {},
  recognise: (names) =>
    names.has('content') &&
    (names.has('zola.toml') ||
      (names.has('config.toml') &&
        (names.has('templates') || names.has('sass')) &&
        !hugoFiles.some((name) => names.has(name)))),
  // Zola creates folders for templates and styles, but git does not keep them while they are empty.
  async recogniseIn(site, names) {
    if (!names.has('content') || !names.has('config.toml')) return false;
    const settings = tomlIn((await site.read('config.toml')) ?? '');
    return typeof settings.base_url === 'string' && !Object.keys(settings).some((key) => /^baseurl$/i.test(key));
  },
  async content(site): Promise<SiteContent> {
    const settings = tomlIn((await site.read('zola.toml')) ?? (await site.read('config.toml')) ?? '');
    const languages = Object.keys(objectIn(settings.languages) ?? {});
    const posts = await sectionsOfPosts(site);
    return {
      posts,
      pages: posts.length === 0 ? [] : ['content'],
      adapt: (post, path) => zolaPost(post, path, languages),
    };
  },
  adapt: (post, path) => zolaPost(post, path, []),
  facts: async () => plainFacts,
};

function tomlIn(text: string): JsonObject {
  try {
    return parseToml(text);
  } catch {
    // A site with a broken configuration still has its folders.
    return {};
  }
}

/** Sections sorted by date or with feeds; else those named like blogs; else the largest. */
async function sectionsOfPosts(site: SiteFolder): Promise<string[]> {
  const names = await site.names('content');
  const sections = await existingFolders(
    site,
    names.map((name) => `content/${name}`),
  );
  const dated: string[] = [];
  for (const section of ['content', ...sections]) {
    const page = await site.read(`${section}/_index.md`);
    const head = page === null ? '' : page.slice(0, 2 ** 16);
    if (/^\s*(?:sort_by\s*[=:]\s*["']?(?:date|update_date)\b|generate_feeds?\s*[=:]\s*true)/m.test(head))
      dated.push(section);
  }
  if (dated.includes('content')) {
    // Pages outside sections have no date.
    return dated.length === 1 ? ['content'] : dated.filter((section) => section !== 'content');
  }
  if (dated.length > 0) return dated;
  const named = sections.filter((section) =>
    [...blogNames, 'news', 'notes'].includes(section.slice('content/'.length)),
  );
  if (named.length > 0) return named;
  let [largest, most] = ['content', 0];
  for (const section of sections) {
    const pages = (await site.names(section)).length;
    if (pages > most) [largest, most] = [section, pages];
  }
  return existingFolders(site, [largest]);
}

/** A date, or a date and a time, before a slug. */
const datedName = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?[-_]\s*(.+)$/;

function zolaPost(post: Post, path: string, languages: readonly string[]): Post | LeftOut {
  const { data } = post.frontMatter;
  const file = path.split('/').at(-1)!.replace(/\.md$/i, '');
  const [, own, language] = /^(.+)\.([a-z]{2,3}(?:-[A-Za-z]+)?)$/.exec(file) ?? [];
  if (language !== undefined && languages.includes(language)) {
    const isSection = own === '_index';
    return isSection
      ? leftOut('no post', path, 'it is the page of a section, not a post.')
      : leftOut('translation', path, `it is in another language (${language}) than the site.`);
  }
  if (post.frontMatter.delimiter === 'none')
    return leftOut('no post', path, 'Zola does not build pages without front matter.');
  const name = file === 'index' ? (path.split('/').at(-2) ?? file) : file;
  const [, day, slug] = datedName.exec(name) ?? [];
  const date = post.date ?? (day === undefined ? null : readDate(day));
  const inRoot = /^content\/(?:[^/]+|[^/]+\/index)\.md$/i.test(path);
  if (inRoot && date === null) return leftOut('page', path, 'it is a page of the site without a date, not a post.');
  const taxonomies = objectIn(data.taxonomies) ?? {};
  const of = (...keys: readonly string[]) => keys.flatMap((key) => namesIn(taxonomies[key], { by: 'nothing' }).names);
  const isPath = typeof data.path === 'string' && typeof data.slug !== 'string';
  return {
    ...post,
    slug: isPath
      ? (String(data.path).split('/').filter(Boolean).at(-1) ?? post.slug)
      : typeof data.slug === 'string'
        ? post.slug
        : (slug ?? name),
    date,
    tags: [...new Set([...post.tags, ...of('tags', 'tag')])],
    categories: [...new Set([...post.categories, ...of('categories', 'category')])],
  };
}
