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

/**
 * Every kind of site: those whose configuration has a name of its own before those with a common one, for a folder may have the
 * files of several.
 */
export const sites: readonly SiteSource[] = [
  docusaurus,
  astro,
  gatsby,
  eleventy,
  pelican,
  zola,
  hugo,
  nikola,
  hexo,
  jekyll,
];
