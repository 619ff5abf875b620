/** Shared by several generators: names of folders and configurations. */
import { type LeftOut, leftOut } from '../post-source.ts';
import type { SiteFacts } from './site-facts.ts';

/** Facts of a generator that reads Markdown as Markdown, MDX as MDX, and needs no keys. */
export const plainFacts: SiteFacts = { templates: { md: 'none', mdx: 'mdx' }, required: [] };

/** Names of folders that contain posts. */
export const blogNames = ['blog', 'posts', 'post', 'articles', 'writing', '_posts'];
export const blogName = new RegExp(`(?:^|/)(?:${blogNames.join('|')})/?$`);

export function hasConfig(names: ReadonlySet<string>, pattern: RegExp): boolean {
  return [...names].some((name) => pattern.test(name));
}

/** Leaves out files and folders whose names begin with _, which are parts of other pages. */
export function leftOutPartial(path: string): LeftOut | null {
  const isPartial = path.split('/').some((name) => name.startsWith('_') && name !== '_posts');
  return isPartial ? leftOut('no post', path, 'names that begin with _ are parts of pages, not posts.') : null;
}
