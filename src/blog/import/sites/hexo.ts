import { parse } from 'yaml';
import { namesIn } from '../../posts/names-in.ts';
import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { type JsonObject, objectIn, textAt } from '../json-values.ts';
import { leftOut, type SiteContent, type SiteFolder, type SiteSource } from '../post-source.ts';
import { globMatches } from './glob-match.ts';
import { withHexoFrontMatter } from './hexo-front-matter.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { existingFolders } from './site-content.ts';

/** Files of Octopress and other Jekyll sites that keep their texts in `source`. */
const jekyllFiles = [
  'Gemfile',
  'Gemfile.lock',
  'Rakefile',
  'config.rb',
  'config.ru',
  '_posts',
  '_layouts',
  '_includes',
];
/** More folders of Octopress; a Hexo site may have them for its theme, next to files that identify it as Hexo. */
const octopressFiles = ['plugins', 'sass', '.themes', '_deploy'];
const hexoFiles = ['scaffolds', 'package.json', '_config.landscape.yml'];

export const hexo: SiteSource = {
  kind: 'site',
  id: 'hexo',
  name: 'a Hexo site',
  postExtensions: ['.md', '.markdown', '.mkd', '.mkdn', '.mdwn', ...htmlExtensions],
  unreadExtensions: unreadFor('.org', '.adoc', '.rst', '.textile', '.pug', '.njk', '.ejs'),
  recognise: (names) =>
    (names.has('_config.yml') || names.has('_config.json')) &&
    (names.has('scaffolds') || names.has('source')) &&
    !jekyllFiles.some((name) => names.has(name)) &&
    (hexoFiles.some((name) => names.has(name)) || !octopressFiles.some((name) => names.has(name))),
  async content(site): Promise<SiteContent> {
    const settings = await settingsOf(site);
    const source = (textAt(settings, 'source_dir') ?? 'source').replace(/^(?:\.?\/)+|\/+$/g, '');
    const posts = await existingFolders(site, [`${source}/_posts`, `${source}/_drafts`]);
    return { posts, pages: [source], adapt: (post, path, now) => hexoPost(post, path, { settings, source, now }) };
  },
  adapt: (post) => withHexoFrontMatter(post),
  facts: async () => ({ templates: { md: 'nunjucks', mdx: 'nunjucks' }, required: [] }),
};

/** A string in place of a list is one name. */
const oneName = { by: 'nothing' } as const;

async function settingsOf(site: SiteFolder): Promise<JsonObject> {
  try {
    return objectIn(parse((await site.read('_config.yml')) ?? (await site.read('_config.json')) ?? '')) ?? {};
  } catch {
    // A site with a broken configuration still has its folders.
    return {};
  }
}

interface Site {
  readonly settings: JsonObject;
  readonly source: string;
  readonly now: Date;
}

function hexoPost(file: Post, path: string, { settings, source, now }: Site): Post | ReturnType<typeof leftOut> {
  const inSource = path.slice(source.length + 1);
  const name = inSource.replace(/^_(?:posts|drafts)\//, '');
  if (name.split('/').some((part) => part.startsWith('_'))) {
    return leftOut('no post', path, 'Hexo skips names that begin with _.');
  }
  if (namesIn(settings.skip_render, oneName).names.some((pattern) => globMatches(pattern, inSource))) {
    return leftOut('page', path, 'the site copies it unchanged (skip_render).');
  }
  const pattern = textAt(settings, 'new_post_name') ?? ':title.md';
  if (settings.post_asset_folder === true && extensionOf(pattern) !== extensionOf(path)) {
    return leftOut('attachment', path, `it belongs to a post: the site's posts are named ${pattern}.`);
  }
  const post = withHexoFrontMatter(file);
  const { data } = post.frontMatter;
  const fromName = nameParts(pattern, name);
  const written = textAt(data, 'date');
  const date = (written === null ? null : readDate(written)) ?? fromName.date ?? post.date;
  const isLater = settings.future === false && date !== null && date.iso.slice(0, 10) > now.toISOString().slice(0, 10);
  return {
    ...post,
    slug: fromName.title ?? post.slug,
    date,
    tags: namesIn(data.tags ?? data.tag, oneName).names,
    categories: namesIn(data.categories ?? data.category, oneName).names,
    draft: post.draft || isLater,
    ...(isLater && !post.draft ? { scheduledFor: date.iso.slice(0, 10) } : {}),
    body: withoutHexoTags(post.body),
  };
}

function extensionOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';
}

const segments: Readonly<Record<string, string>> = {
  ...{ year: String.raw`(?<year>\d{4})`, month: String.raw`(?<month>\d{2})`, day: String.raw`(?<day>\d{2})` },
  ...{ i_month: String.raw`(?<month>\d{1,2})`, i_day: String.raw`(?<day>\d{1,2})`, hash: '[0-9a-f]{12}' },
  title: '(?<title>.+?)',
};

/** The parts of a file's name by the site's pattern for names, such as `:year-:month-:day-:title.md`. */
function nameParts(pattern: string, name: string): { title: string | null; date: ReturnType<typeof readDate> } {
  const seen = new Set<string>();
  const expression = pattern
    .replace(/\.[^./]*$/, '')
    .split(/(:\w+)/)
    .map((part) => {
      if (!part.startsWith(':')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const segment = seen.has(part) ? undefined : segments[part.slice(1)];
      seen.add(part);
      return segment ?? '[^/]+?';
    })
    .join('');
  const groups = regularExpression(`^${expression}$`)?.exec(name.replace(/\.[^./]*$/, ''))?.groups ?? {};
  const { year, month, day, title } = groups;
  const isPlain = seen.size < 2;
  return {
    title: isPlain || title === undefined ? null : (title.split('/').at(-1) ?? null),
    date: day === undefined ? null : readDate(`${year}-${month}-${day}`),
  };
}

/** Null for a pattern that names a part twice. */
function regularExpression(source: string): RegExp | null {
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}

/** Tags whose arguments are visible: titles of links. */
const visibleTag = /\{%\s*(?:post_link|link|asset_link)\s+([^%\n]*)%\}/g;

/** Replaces Hexo tags that show their arguments; see `withoutTemplateTags` for the rest. */
function withoutHexoTags(body: string): string {
  return body.replace(visibleTag, (tag, given: string) => {
    const words = Array.from(
      given.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
      ([, ...found]) => found.find((f) => f !== undefined)!,
    );
    if (/^\{%\s*link\b/.test(tag)) return words[0] ?? '';
    const title = words.slice(1).filter((word) => !/^(?:true|false)$/.test(word));
    return title.join(' ') || (words[0] ?? '').replace(/^.*\//, '');
  });
}
