import type { SiteSource } from '../post-source.ts';
import { jekyllContent } from './jekyll-content.ts';
import { jekyllSettings } from './jekyll-settings.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { plainPath } from './site-paths.ts';
import { hasConfig } from './site-rules.ts';

export const jekyll: SiteSource = {
  kind: 'site',
  id: 'jekyll',
  name: 'a Jekyll site',
  postExtensions: ['.markdown', '.mkdown', '.mkdn', '.mkd', '.md', ...htmlExtensions, '.txt'],
  unreadExtensions: unreadFor('.textile', '.adoc', '.asciidoc', '.ad', '.asc', '.org', '.rst', '.haml', '.slim'),
  recognise: (names) => hasConfig(names, /^_config\.(?:ya?ml|toml)$/),
  mayBe: (names) => names.has('_posts'),
  content: jekyllContent,
  async exposed(site, names) {
    const { exclude } = await jekyllSettings(site);
    const excluded = new Set(exclude.map(plainPath));
    return names.filter((name) => !excluded.has(name));
  },
  adapt: (post) => post,
  facts: async () => ({ templates: { md: 'liquid', mdx: 'liquid' }, required: [] }),
};
