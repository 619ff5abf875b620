import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import type { SiteSource } from '../post-source.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { jekyllContent, jekyllExcludes, jekyllRoots } from './site-content.ts';
import { hasConfig } from './site-rules.ts';

export const jekyll: SiteSource = {
  kind: 'site',
  id: 'jekyll',
  name: 'a Jekyll site',
  postExtensions: ['.markdown', '.mkdown', '.mkdn', '.mkd', '.md', ...htmlExtensions],
  unreadExtensions: unreadFor('.textile', '.adoc', '.asciidoc', '.ad', '.asc', '.org', '.rst', '.haml', '.slim'),
  recognise: (names) => hasConfig(names, /^_config\.(?:ya?ml|toml)$/) || names.has('_posts'),
  async content(site) {
    const inRoots = await jekyllRoots(site);
    const adapt = (post: Post, path: string, now: Date) =>
      jekyll.adapt(post, inRoots(path), now.toISOString().slice(0, 10));
    return { ...(await jekyllContent(site)), adapt };
  },
  async exposed(site, names) {
    const excluded = await jekyllExcludes(site);
    return names.filter((name) => !excluded.has(name));
  },
  adapt(post, path, today) {
    const folders = path.split('/').slice(0, -1);
    const at = folders.findIndex((folder) => folder === '_posts' || folder === '_drafts');
    const above = folders.slice(0, Math.max(0, at)).filter((folder) => !folder.startsWith('_') && folder !== 'src');
    // Ruby takes the first number of 03/10/2019 for the day.
    const date = post.date === null ? null : readDate(post.date.written, 'day first');
    const day = date?.iso.slice(0, 10) ?? '';
    return {
      ...post,
      date,
      categories: [...new Set([...above, ...post.categories])],
      draft: post.draft || day > today,
    };
  },
  facts: async () => ({ templates: { md: 'liquid', mdx: 'liquid' }, required: [] }),
};
