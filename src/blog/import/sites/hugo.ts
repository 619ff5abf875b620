import type { SiteSource } from '../post-source.ts';
import { hugoContent } from './hugo-content.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { hugoTakesSlugs } from './site-content.ts';
import { hasConfig } from './site-rules.ts';

/** Folders that a Hugo site has next to its content; other sites may have them too. */
const hugoFiles = ['archetypes', 'layouts', 'themes', 'assets', 'i18n', 'resources', '.hugo_build.lock'];

export const hugo: SiteSource = {
  kind: 'site',
  id: 'hugo',
  name: 'a Hugo site',
  postExtensions: ['.md', '.markdown', '.mdown', ...htmlExtensions],
  unreadExtensions: unreadFor(
    '.ad',
    '.adoc',
    '.asciidoc',
    '.org',
    '.pandoc',
    '.pdc',
    '.rst',
    '.rmd',
    '.rmarkdown',
    '.ipynb',
  ),
  recognise: (names) =>
    hasConfig(names, /^hugo\.(?:toml|ya?ml|json)$/) ||
    (names.has('content') &&
      hasConfig(names, /^config\.(?:toml|ya?ml|json)$/) &&
      hugoFiles.some((name) => names.has(name))),
  mayBe: (names) =>
    names.has('content') && (names.has('archetypes') || hasConfig(names, /^config(?:\.(?:toml|ya?ml|json))?$/)),
  content: hugoContent,
  adapt: (post) => post,
  async facts(site) {
    const required = (await hugoTakesSlugs(site)) ? [{ key: 'slug', kind: 'text', choices: [] } as const] : [];
    return { templates: { md: 'shortcodes', mdx: 'shortcodes' }, required };
  },
};
