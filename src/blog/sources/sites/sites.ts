/** The generators whose sites are known: by which files, where their posts are, and what else makes a post of a file. */
import type { SiteSource } from '../post-source.ts';
import { astro } from './astro.ts';
import { docusaurus } from './docusaurus.ts';
import { eleventy } from './eleventy.ts';
import { gatsby } from './gatsby.ts';
import { hexo } from './hexo.ts';
import { hugo } from './hugo.ts';
import { jekyll } from './jekyll.ts';
import { nikola } from './nikola.ts';
import { pelican } from './pelican.ts';
import { zola } from './zola.ts';

/** Every kind of site, those with a configuration file of their own name before those with a common one. */
export const sites: readonly SiteSource[] = [
  zola,
  pelican,
  hugo,
  docusaurus,
  astro,
  gatsby,
  eleventy,
  nikola,
  hexo,
  jekyll,
];
