import type { SiteSource } from '../post-source.ts';
import { unreadFor } from './post-extensions.ts';
import { combinedPaths, configuration, existingFolders, pathsIn } from './site-content.ts';
import { blogName, blogNames, hasConfig, plainFacts } from './site-rules.ts';

const gatsbyConfig = /^gatsby-config\.[cm]?[jt]s$/;

export const gatsby: SiteSource = {
  kind: 'site',
  id: 'gatsby',
  name: 'a Gatsby site',
  postExtensions: ['.md', '.markdown', '.mkd', '.mdx'],
  unreadExtensions: unreadFor('.adoc', '.asciidoc', '.org', '.rst', '.ipynb'),
  recognise: (names) => hasConfig(names, gatsbyConfig),
  async content(site) {
    const settings = await configuration(site, gatsbyConfig);
    const named = pathsIn(settings, /\bpath\s*:\s*["'`](?:\$\{__dirname\})?([^"'`$]+)/g);
    const usual = combinedPaths(['content', 'src', 'src/content', 'src/pages', ''], blogNames);
    const posts = await existingFolders(site, [...named.filter((path) => blogName.test(path)), ...usual]);
    return { posts, pages: await existingFolders(site, ['content', 'src/pages']) };
  },
  adapt: (post) => post,
  facts: async () => plainFacts,
};
