import type { SiteSource } from '../post-source.ts';
import { configuration, existing, pathsIn } from './site-content.ts';
import { docusaurusLanguage } from './site-facts.ts';
import { datedByFolders, hasConfig, partial } from './site-rules.ts';

const docusaurusConfig = /^docusaurus\.config\.[cm]?[jt]s$/;

export const docusaurus: SiteSource = {
  kind: 'site',
  id: 'docusaurus',
  name: 'a Docusaurus site',
  postExtensions: ['.md', '.mdx'],
  unreadExtensions: {},
  recognise: (names) => hasConfig(names, docusaurusConfig),
  async content(site) {
    const settings = await configuration(site, docusaurusConfig);
    const named = pathsIn(settings, /\bblog\s*:\s*\{[^}]*?\bpath\s*:\s*["'`]([^"'`]+)/g);
    return {
      posts: await existing(site, [...named, 'blog']),
      pages: await existing(site, ['docs', 'src/pages']),
    };
  },
  adapt: (post, path) => partial(path) ?? datedByFolders(post, path),
  async facts(site) {
    const md = docusaurusLanguage(await configuration(site, docusaurusConfig));
    return { templates: { md, mdx: 'mdx' }, required: [] };
  },
};
