import { valueNamed } from '../../posts/known-keys.ts';
import { readDate } from '../../posts/post-date.ts';
import { leftOut, type SiteSource } from '../post-source.ts';
import { htmlExtensions, unreadFor } from './post-extensions.ts';
import { hugoContent, hugoTakesSlugs } from './site-content.ts';
import { hasConfig } from './site-rules.ts';

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
    (names.has('content') && (names.has('archetypes') || hasConfig(names, /^config(?:\.(?:toml|ya?ml|json))?$/))),
  content: hugoContent,
  adapt(post, path, today) {
    const expiry = dayOf(valueNamed(post.frontMatter, 'expiryDate', 'unpublishDate'));
    if (expiry !== null && expiry <= today) return leftOut('expired', path, `it expired on ${expiry}.`);
    const publish = dayOf(valueNamed(post.frontMatter, 'publishDate')) ?? post.date?.iso.slice(0, 10) ?? '';
    return { ...post, draft: post.draft || publish > today };
  },
  async facts(site) {
    const required = (await hugoTakesSlugs(site)) ? [{ key: 'slug', kind: 'text', choices: [] } as const] : [];
    return { templates: { md: 'shortcodes', mdx: 'shortcodes' }, required };
  },
};

function dayOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number'
    ? (readDate(String(value))?.iso.slice(0, 10) ?? null)
    : null;
}
