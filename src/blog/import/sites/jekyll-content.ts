import { isTrue } from '../../posts/booleans.ts';
import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder } from '../post-source.ts';
import { type JekyllSettings, jekyllDefaults, jekyllIgnores, jekyllSettings } from './jekyll-settings.ts';
import { withDefaults } from './post-defaults.ts';
import { htmlExtensions } from './post-extensions.ts';
import { existingFolders } from './site-content.ts';
import { pathBelow } from './site-paths.ts';
import { momentOf } from './site-time.ts';

/** `_posts` and `_drafts` anywhere; a site without them keeps its texts in custom collections. */
export async function jekyllContent(site: SiteFolder): Promise<SiteContent> {
  const settings = await jekyllSettings(site);
  const posts = [...(await site.foldersNamed('_posts')), ...(await site.foldersNamed('_drafts'))].filter(
    (folder) => pathBelow(settings.source, folder) !== null,
  );
  const layout = {
    pages: [''],
    postExtensions: [...settings.markdownExtensions, ...htmlExtensions, '.txt'],
    adapt: (post: Post, path: string, now: Date) => jekyllPost(settings, post, path, now),
  };
  const isBuilt = (folder: string) => /(?:^|\/)_posts$/.test(folder) && ignored(settings, folder) === null;
  // New posts go to the first one.
  const ordered = [...posts.filter(isBuilt), ...posts.filter((folder) => !isBuilt(folder))];
  if (ordered.some(isBuilt)) return { ...layout, posts: ordered };
  const above = [settings.source, settings.collectionsFolder].filter((part) => part !== '');
  const own = await existingFolders(
    site,
    settings.collections.map((name) => [...above, `_${name}`].join('/')),
  );
  return own.length === 0 ? { posts: [], pages: [] } : { ...layout, posts: [...own, ...posts] };
}

/** Why Jekyll ignores a path in the site; null if it does not. */
function ignored(settings: JekyllSettings, path: string): string | null {
  const { source, collectionsFolder, collections } = settings;
  const inside = pathBelow(source, path);
  if (inside === null) return `the site is built from ${source}.`;
  if (collectionsFolder !== '' && !inside.startsWith(collectionsFolder))
    return `the site keeps its posts in ${collectionsFolder}.`;
  const collection = inside.slice(collectionsFolder === '' ? 0 : collectionsFolder.length + 1).split('/')[0];
  const isCollection = collections.includes(collection.slice(1)) && collection.startsWith('_');
  return jekyllIgnores(settings, isCollection ? inside.replace(collection, collection.slice(1)) : inside);
}

/** The post that Jekyll makes of a file at `now`, or why it makes none. */
function jekyllPost(settings: JekyllSettings, post: Post, path: string, now: Date): Post | LeftOut {
  const inside = pathBelow(settings.source, path) ?? path;
  const folders = inside.split('/');
  const name = folders.pop()!;
  const at = folders.findIndex((folder) => folder === '_posts' || folder === '_drafts');
  const reason = ignored(settings, path) ?? (folders[at] === '_posts' ? undatedReason(name) : null);
  if (reason !== null) return leftOut('no post', path, reason);
  const defaults = jekyllDefaults(settings, inside);
  const data: Readonly<Record<string, unknown>> = { ...defaults, ...post.frontMatter.data };
  const [own, ...others] = settings.languages;
  if (typeof data.lang === 'string' && data.lang !== own && others.includes(data.lang)) {
    return leftOut('translation', path, `it is in another language (${data.lang}) than the site (${own}).`);
  }
  const whole = withDefaults(post, defaults, 'own');
  const above = folders.slice(0, Math.max(0, at));
  // Unlike other keys, categories of the configuration are added to the post's own.
  const inherited = withDefaults(post, defaults, 'joined').categories;
  const inCollections = settings.collectionsFolder === '' ? 0 : settings.collectionsFolder.split('/').length;
  const adapted = {
    ...whole,
    // Ruby reads 03/10/2019 with the day first.
    date: whole.date === null ? null : readDate(whole.date.written, 'day first'),
    categories: [...new Set([...above.slice(inCollections), ...inherited])],
    draft: isDraft(settings, whole, data, folders),
  };
  const { date } = adapted;
  if (adapted.draft || date === null || settings.future || momentOf(date, settings.timeZone) <= now.getTime())
    return adapted;
  return { ...adapted, draft: true, scheduledFor: date.iso.slice(0, 10) };
}

function isDraft(
  settings: JekyllSettings,
  post: Post,
  data: Readonly<Record<string, unknown>>,
  folders: readonly string[],
): boolean {
  if (isTrue(data.draft)) return true;
  if (folders.includes('_drafts') && !settings.showDrafts) return true;
  return post.draft && !folders.includes('_drafts') && !settings.unpublished;
}

function undatedReason(name: string): string | null {
  const [, day] = /^(\d{2,4}-\d{1,2}-\d{1,2})-[^/]*\.[^.]+$/.exec(name) ?? [];
  if (day === undefined) return 'its name does not begin with a date, so Jekyll does not build it.';
  return readDate(day.length > 8 || /^\d{4}/.test(day) ? day : `20${day}`) === null
    ? `${day} is not a valid date.`
    : null;
}
