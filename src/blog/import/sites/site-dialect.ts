import {
  type BodyTemplates,
  type Dialect,
  dialectWith,
  type Mark,
  type MarkdownFlavour,
} from '../../markdown/dialect.ts';
import type { SiteFolder, SiteSource } from '../post-source.ts';

/** The Markdown dialect of a site's posts, by file extension. */
export type SiteDialect = (extension: string) => Dialect;

interface SiteMarkdown {
  readonly flavour: MarkdownFlavour;
  /** The template language, if not the one in the site's facts. */
  readonly templates?: BodyTemplates;
  /** Configuration files to search for switches. */
  readonly configurations?: RegExp;
  readonly on?: readonly Switch[];
  readonly off?: readonly Switch[];
}

/** A setting that a pattern finds in a configuration. */
interface Switch {
  readonly mark: Mark;
  readonly when: RegExp;
}

/** Features found by plugin names. */
const plugins: readonly Switch[] = [
  { mark: 'emoji', when: /\bremark-?(?:g?emoji)\b|markdown-it-emoji|eleventy-plugin-emoji|gatsby-remark-emojis?/i },
  { mark: 'directives', when: /\bremark-?directive/i },
  { mark: 'definitions', when: /remark-?(?:definition-?list|deflist)|markdown-it-deflist/i },
  { mark: 'abbreviations', when: /markdown-it-abbr|remark-abbr/i },
  { mark: 'attributes', when: /markdown-it-kramdown-attrs/i },
  { mark: 'heading-ids', when: /markdown-it-attrs|remark-(?:custom-heading-id|heading-id|attr)\b/i },
  { mark: 'wiki-links', when: /wiki-?link|obsidian/i },
  { mark: 'highlights', when: /markdown-it-mark\b|remark-(?:mark|highlight|flexible-markers)\b/i },
  { mark: 'insertions', when: /markdown-it-ins\b|remark-ins\b/i },
  { mark: 'superscripts', when: /markdown-it-sup\b|remark-(?:super-sub|supersub|sub-super)\b/i },
  { mark: 'subscripts', when: /markdown-it-sub\b/i },
  { mark: 'typographer', when: /\btypographer\s*:\s*true|smartypants(?!["']?\s*:\s*false)|\btypogr\b/i },
];

const javascript = (name: string): RegExp => new RegExp(`^(?:${name})\\.[cm]?[jt]s$`);

/** The Markdown that each generator reads, by its id; for other generators, GitHub's. */
const generators: Readonly<Record<string, SiteMarkdown>> = {
  jekyll: {
    flavour: 'kramdown',
    configurations: /^(?:_config\.ya?ml|Gemfile)$/,
    on: [{ mark: 'emoji', when: /\bjemoji\b/ }],
    off: [
      { mark: 'typographer', when: /^\s*markdown\s*:\s*["']?(?:CommonMark|GFM|CommonMarkGhPages)/im },
      { mark: 'typographer', when: /\bsmart_quotes\s*:\s*["']?apos,\s*apos,\s*quot,\s*quot/ },
    ],
  },
  hugo: {
    flavour: 'goldmark',
    configurations: /^(?:(?:hugo|config)\.(?:toml|ya?ml|json)|markup\.(?:toml|ya?ml|json))$/,
    on: [{ mark: 'emoji', when: /\benableEmoji["']?\s*[:=]\s*true/i }],
    off: [
      { mark: 'typographer', when: /typographer\s*[:=]\s*false|typographer["'\]\s:={]+disable["']?\s*[:=]\s*true/i },
      { mark: 'definitions', when: /definitionList["']?\s*[:=]\s*false/i },
    ],
  },
  eleventy: {
    flavour: 'markdown-it',
    configurations: javascript(String.raw`\.eleventy|eleventy\.config`),
    on: plugins,
  },
  astro: {
    flavour: 'remark',
    configurations: javascript(String.raw`astro\.config`),
    on: [{ mark: 'typographer', when: /^/ }, ...plugins],
    off: [{ mark: 'typographer', when: /\bsmartypants\s*:\s*false/ }],
  },
  gatsby: {
    flavour: 'remark',
    configurations: javascript('gatsby-config'),
    on: plugins,
  },
  docusaurus: {
    flavour: 'mdx',
    configurations: javascript(String.raw`docusaurus\.config`),
    on: [{ mark: 'emoji', when: /^/ }, ...plugins],
    off: [{ mark: 'emoji', when: /\bemoji\s*:\s*false/ }],
  },
  hexo: {
    flavour: 'marked',
    templates: 'nunjucks',
    configurations: /^(?:_config\.ya?ml|package\.json)$/,
    on: [{ mark: 'emoji', when: /hexo-filter-(?:github-)?emojis?/ }],
    off: [{ mark: 'typographer', when: /\bsmartypants\s*:\s*false/ }],
  },
  zola: {
    flavour: 'pulldown-cmark',
    templates: 'tera',
    configurations: /^(?:config|zola)\.toml$/,
    on: [
      { mark: 'emoji', when: /^\s*render_emoji\s*=\s*true/m },
      { mark: 'typographer', when: /^\s*smart_punctuation\s*=\s*true/m },
      { mark: 'definitions', when: /^\s*definition_list\s*=\s*true/m },
    ],
  },
  nikola: { flavour: 'python', templates: 'shortcodes', configurations: /^conf\.py$/ },
  pelican: {
    flavour: 'python',
    templates: 'none',
    configurations: /^pelicanconf\.py$/,
    on: [{ mark: 'typographer', when: /^\s*TYPOGRIFY\s*=\s*True/m }],
  },
};

/** The dialects of a site's posts, from its generator and configuration. */
export async function siteDialect(source: SiteSource, site: SiteFolder): Promise<SiteDialect> {
  const markdown = generators[source.id] ?? { flavour: 'portable' };
  const { templates } = await source.facts(site, '');
  const configuration = markdown.configurations === undefined ? '' : await textOf(site, markdown.configurations);
  const marks = (switches: readonly Switch[] = []) =>
    switches.filter(({ when }) => when.test(configuration)).map(({ mark }) => mark);
  const [on, off] = [marks(markdown.on), marks(markdown.off)];
  const of = (ofExtension: BodyTemplates) =>
    dialectWith(markdown.templates ?? ofExtension, markdown.flavour, { on, off });
  const [md, mdx] = [of(templates.md), of(templates.mdx)];
  return (extension) => (extension === '.mdx' ? mdx : md);
}

/**
 * The configurations with these names, in the site's folder or in Hugo's configuration folder, without whole-line
 * comments.
 */
async function textOf(site: SiteFolder, name: RegExp): Promise<string> {
  const texts: string[] = [];
  for (const folder of ['', 'config/_default/']) {
    const names = (await site.names(folder.slice(0, -1))).filter((candidate) => name.test(candidate));
    for (const found of names) texts.push((await site.read(folder + found)) ?? '');
  }
  return texts.join('\n').replace(/^[ \t]*(?:#|\/\/).*$/gm, '');
}
