/**
 * The supported site generators: how to recognise their folders, where their posts are, and what makes a file a post.
 */
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
 * Every kind of site. Those whose configuration has a distinctive name come before those with a common one, because a
 * folder may contain files of several.
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
