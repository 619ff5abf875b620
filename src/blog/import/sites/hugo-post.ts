import { isFalse, isTrue } from '../../posts/booleans.ts';
import type { Post, PostDate } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { type JsonObject, objectIn } from '../json-values.ts';
import { type LeftOut, leftOut } from '../post-source.ts';
import { hugoGlobMatches, withLowerCaseKeys } from './hugo-settings.ts';
import type { HugoFile, HugoSite } from './hugo-site.ts';
import { withDefaults } from './post-defaults.ts';
import { textsIn } from './site-paths.ts';
import { momentOf } from './site-time.ts';

/** The post that Hugo makes of a file at `now`, or why it shows none. */
export function hugoPost(site: HugoSite, post: Post, path: string, now: Date): Post | LeftOut {
  const file = site.fileAt(path);
  if (file === null) return leftOut('no post', path, 'the configuration excludes it from the content.');
  const { settings } = site;
  if (file.language !== settings.language) {
    return leftOut(
      'translation',
      path,
      `it is in another language (${file.language}) than the site (${settings.language}).`,
    );
  }
  const notPost = reasonByPath(site, post, file);
  if (notPost !== null) return leftOut('no post', path, notPost);
  const adapted = dated(site, post, file, now);
  if ('leftOut' in adapted) return adapted;
  const names = file.path.split('/').slice(0, -1);
  for (let depth = names.length; depth > 0; depth--) {
    const folder = names.slice(0, depth).join('/');
    const section = site.sections.get(folder);
    if (section === undefined) continue;
    const page = dated(site, section, { ...file, path: `${folder}/_index.md` }, now);
    if ('leftOut' in page && page.leftOut === 'expired')
      return leftOut('expired', path, `its section ${folder} expired.`);
    if (!('leftOut' in page) && page.draft) return { ...adapted, draft: true };
  }
  return adapted;
}

/** A page with inherited values, or why it is not shown at `now`. */
function dated(site: HugoSite, post: Post, file: HugoFile, now: Date): Post | LeftOut {
  const { settings } = site;
  const defaults = cascadeOver(site, file);
  const data = { ...defaults, ...withLowerCaseKeys(post.frontMatter.data) };
  const hidden = hiddenBy(data);
  if (hidden !== null) return leftOut('no post', post.source, hidden);
  const whole = withDefaults(post, defaults, 'own');
  const dates = datesOf(site, whole, data);
  const moment = (date: PostDate | null) => (date === null ? null : momentOf(date, settings.timeZone));
  const [expires, appears] = [moment(dates.expiry), moment(dates.publish)];
  if (expires !== null && expires <= now.getTime() && !settings.buildExpired) {
    return leftOut('expired', post.source, `it expired on ${dates.expiry!.iso.slice(0, 10)}.`);
  }
  const adapted = { ...whole, date: dates.date, draft: settings.buildDrafts ? false : isDraft(whole, data) };
  if (adapted.draft || appears === null || appears <= now.getTime() || settings.buildFuture) return adapted;
  return { ...adapted, draft: true, scheduledFor: dates.publish!.iso.slice(0, 10) };
}

function isDraft(post: Post, data: JsonObject): boolean {
  return post.draft || isTrue(data.draft) || (data.draft === undefined && isFalse(data.published));
}

function reasonByPath({ bundles, settings }: HugoSite, post: Post, { path }: HugoFile): string | null {
  const names = path.split('/');
  const name = names.pop()!;
  if (/^_index\./.test(name)) return 'it is the page of a section, not a post.';
  if (/^#|~$/.test(name) || settings.ignoreFiles.some((pattern) => isIgnored(pattern, path))) {
    return 'the configuration excludes it from the content.';
  }
  for (let depth = names.length; depth > 0; depth--) {
    const folder = names.slice(0, depth).join('/');
    if (bundles.has(folder) && !(depth === names.length && /^index\./.test(name))) {
      return `it belongs to the page ${folder}/index and is not a page itself.`;
    }
  }
  const isHtml = /\.html?$/i.test(name);
  return isHtml && post.frontMatter.delimiter === 'none'
    ? 'it is HTML without front matter: a file, not a page.'
    : null;
}

/** Patterns that could take very long are skipped: those with repeated groups or many repetitions. */
function isIgnored(pattern: string, path: string): boolean {
  if (pattern.length > 200 || /\)[*+?{]/.test(pattern) || (pattern.match(/[*+{]/g) ?? []).length > 2) return false;
  try {
    return new RegExp(pattern).test(`/content/${path}`);
  } catch {
    return false;
  }
}

/** Why a page is not in the site's lists, or not in the site; null if it is. */
function hiddenBy(data: JsonObject): string | null {
  if (isTrue(data.headless)) return 'it is headless: only other pages use it.';
  const build = objectIn(data.build) ?? objectIn(data._build);
  const { list = 'always', render = 'always' } = build ?? {};
  if (list === 'never' || list === false) return 'its front matter excludes it from all lists.';
  const isRendered = render === 'always' || render === true;
  return isRendered ? null : 'its front matter says that it gets no page.';
}

/** Values that a page inherits from the configuration and its sections, the nearest first. */
function cascadeOver({ settings, sections }: HugoSite, file: HugoFile): JsonObject {
  const names = file.path.split('/').slice(0, -1);
  const all: unknown[] = [settings.cascade];
  for (let depth = 0; depth <= names.length; depth++) {
    const section = sections.get(names.slice(0, depth).join('/'));
    if (section !== undefined) all.push(withLowerCaseKeys(section.frontMatter.data).cascade);
  }
  return Object.assign(
    {},
    ...all.flatMap((cascade) => (Array.isArray(cascade) ? cascade : [cascade]).map((one) => valuesFor(one, file))),
  );
}

function valuesFor(cascade: unknown, { path, language }: HugoFile): JsonObject {
  const { _target, target, params, ...values } = withLowerCaseKeys(objectIn(cascade) ?? {});
  const where = objectIn(target) ?? objectIn(_target) ?? {};
  const page = `/${path.replace(/(?:\/_?index)?\.\w+$/, '')}`;
  const fits = (globs: unknown, text: string) =>
    globs === undefined || textsIn(globs).some((glob) => hugoGlobMatches(glob, text));
  const isMeant =
    fits(where.path, page) &&
    fits(where.lang, language) &&
    fits(where.kind, /(?:^|\/)_index\./.test(path) ? 'section' : 'page') &&
    fits(where.environment, 'production');
  return isMeant ? { ...objectIn(params), ...values } : {};
}

interface Dates {
  readonly date: PostDate | null;
  readonly publish: PostDate | null;
  readonly expiry: PostDate | null;
}

/** The keys that Hugo reads for each date. */
const usual = {
  date: ['date', 'publishdate', 'pubdate', 'published', 'lastmod', 'modified'],
  publishdate: ['publishdate', 'pubdate', 'published', 'date'],
  expirydate: ['expirydate', 'unpublishdate'],
};

function datesOf({ settings }: HugoSite, post: Post, data: JsonObject): Dates {
  const fromName = /(?:^|[\\/])(\d{4}-\d{2}-\d{2})[^\\/]*(?:[\\/]index\.\w+)?$/.exec(post.source)?.[1];
  const first = (keys: readonly string[]) => {
    for (const key of keys) {
      const written = key === ':filename' ? fromName : data[key];
      const date = typeof written === 'string' || typeof written === 'number' ? readDate(String(written)) : null;
      if (date !== null) return date;
    }
    return null;
  };
  const keysOf = (kind: keyof typeof usual): string[] => {
    const keys = textsIn(settings.dates[kind]).map((key) => key.toLowerCase());
    return keys.length === 0 ? usual[kind] : keys.flatMap((key) => (key === ':default' ? usual[kind] : [key]));
  };
  const date = first(keysOf('date')) ?? post.date;
  return { date, publish: first(keysOf('publishdate')) ?? date, expiry: first(keysOf('expirydate')) };
}
