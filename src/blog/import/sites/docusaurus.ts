import type { SiteSource } from '../post-source.ts';
import { docusaurusConfig, docusaurusContent } from './docusaurus-content.ts';
import { configuration } from './site-content.ts';
import { docusaurusLanguage } from './site-facts.ts';
import { hasConfig } from './site-rules.ts';

export const docusaurus: SiteSource = {
  kind: 'site',
  id: 'docusaurus',
  name: 'a Docusaurus site',
  postExtensions: ['.md', '.mdx'],
  unreadExtensions: {},
  recognise: (names) => hasConfig(names, /^docusaurus\.config\.[cm]?[jt]s$/),
  // Docusaurus 1.
  mayBe: (names) => names.has('siteConfig.js') && (names.has('blog') || names.has('sidebars.json')),
  content: docusaurusContent,
  adapt: (post) => post,
  async facts(site) {
    const md = docusaurusLanguage(await configuration(site, docusaurusConfig));
    return { templates: { md, mdx: 'mdx' }, required: [] };
  },
};
