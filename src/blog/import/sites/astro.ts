import type { SiteSource } from '../post-source.ts';
import { astroContent, astroSchema } from './astro-content.ts';
import { requiredKeys } from './astro-schema.ts';
import { unreadFor } from './post-extensions.ts';
import { hasConfig, leftOutPartial, plainFacts } from './site-rules.ts';

export const astro: SiteSource = {
  kind: 'site',
  id: 'astro',
  name: 'an Astro site',
  postExtensions: ['.md', '.markdown', '.mdown', '.mkdn', '.mkd', '.mdwn', '.mdx'],
  unreadExtensions: unreadFor('.astro', '.mdoc', '.adoc'),
  recognise: (names) => hasConfig(names, /^astro\.config\.[cm]?[jt]s$/),
  content: astroContent,
  adapt: (post, path) => leftOutPartial(path) ?? post,
  async facts(site, postsFolder) {
    const schema = await astroSchema(site);
    return { ...plainFacts, required: schema === null ? null : requiredKeys(schema, postsFolder) };
  },
};
