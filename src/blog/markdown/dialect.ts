/**
 * The template language that processes a body before it is read as Markdown. 'tera' is Zola's form of shortcodes;
 * 'unknown' is for files from no known site, where everything that looks like a tag of any language counts as one.
 */
export type BodyTemplates = 'liquid' | 'nunjucks' | 'shortcodes' | 'tera' | 'mdx' | 'none' | 'unknown';

/** The flavour of Markdown. 'portable' is what CommonMark and GitHub read, without further processing. */
export type MarkdownFlavour =
  | 'kramdown'
  | 'goldmark'
  | 'markdown-it'
  | 'remark'
  | 'mdx'
  | 'marked'
  | 'python'
  | 'pulldown-cmark'
  | 'portable'
  | 'unknown';

/** Marks that a flavour of Markdown or one of its extensions has beyond GitHub's. */
export type Mark =
  /** kramdown's `{: .class}`, `{:toc}`, `{:name: .class}`. */
  | 'attributes'
  /** `## Heading {#id .class}`. */
  | 'heading-ids'
  /** `{::comment}…{:/comment}`, `{::nomarkdown}`, `{::options /}`. */
  | 'extensions'
  /** `<div markdown="1">`. */
  | 'html-markdown'
  /** A term, and `: what it means` below. */
  | 'definitions'
  /** `*[HTML]: Hypertext Markup Language`. */
  | 'abbreviations'
  /** `|-----|` between the rows of a table. */
  | 'table-rules'
  /** `> [!NOTE]`. */
  | 'alerts'
  /** `!!! note "Title"`, `??? note`, `=== "Tab"`, and the indented lines below. */
  | 'admonitions'
  /** `:::note Title` … `:::`. */
  | 'containers'
  /** `:name[label]{attributes}` and `::name[label]{attributes}`. */
  | 'directives'
  /** `[a](b c.pdf)`. */
  | 'loose-addresses'
  /** `[[Page]]`, `[[Page|text]]`, `![[picture.png]]`, `%%comment%%`. */
  | 'wiki-links'
  | 'highlights'
  | 'insertions'
  | 'superscripts'
  | 'subscripts'
  /** A line `[TOC]`. */
  | 'contents'
  /** `:::python` or `#!python` above indented code, which names its language. */
  | 'code-languages'
  /** MDX `import` and `export` lines in a file that is read as Markdown. */
  | 'modules'
  /** `:tada:`. */
  | 'emoji'
  /** Straight quotes, `--`, `---` and `...`, shown as typographic quotes, dashes and dots. */
  | 'typographer';

/** How a site processes the body of a post before a reader sees it. */
export interface Dialect {
  readonly templates: BodyTemplates;
  readonly markdown: MarkdownFlavour;
  readonly marks: ReadonlySet<Mark>;
}

/** The marks that each flavour has with its generators' default settings. */
const marksOf: Readonly<Record<MarkdownFlavour, readonly Mark[]>> = {
  kramdown: [
    'attributes',
    'heading-ids',
    'extensions',
    'html-markdown',
    'definitions',
    'abbreviations',
    'table-rules',
    'alerts',
    'loose-addresses',
    'typographer',
  ],
  goldmark: ['heading-ids', 'definitions', 'alerts', 'typographer'],
  'markdown-it': ['alerts', 'containers', 'contents'],
  remark: ['alerts', 'containers'],
  mdx: ['heading-ids', 'alerts', 'containers', 'directives', 'modules'],
  marked: ['alerts', 'typographer'],
  python: [
    'attributes',
    'heading-ids',
    'html-markdown',
    'definitions',
    'abbreviations',
    'alerts',
    'admonitions',
    'contents',
    'code-languages',
  ],
  'pulldown-cmark': ['heading-ids', 'alerts'],
  portable: [],
  unknown: [
    'attributes',
    'heading-ids',
    'extensions',
    'html-markdown',
    'definitions',
    'abbreviations',
    'table-rules',
    'alerts',
    'admonitions',
    'containers',
    'directives',
    'loose-addresses',
    'wiki-links',
    'contents',
    'code-languages',
    'modules',
  ],
};

/** A dialect of a flavour, with the marks that the site has enabled and without those that it has disabled. */
export function dialectWith(
  templates: BodyTemplates,
  markdown: MarkdownFlavour,
  { on = [], off = [] }: { readonly on?: readonly Mark[]; readonly off?: readonly Mark[] } = {},
): Dialect {
  const marks = new Set([...marksOf[markdown], ...on]);
  if (templates === 'mdx') marks.add('modules');
  for (const mark of off) marks.delete(mark);
  return { templates, markdown, marks };
}

/** The dialect of a file from no known site. */
export const unknownDialect = dialectWith('unknown', 'unknown');

/** The dialect of plain Markdown without a template language. */
export const portableDialect = dialectWith('none', 'portable');

/**
 * The front-matter key of a file whose braces and tags are text. It is Jekyll's own key, so Jekyll shows such a file
 * correctly too.
 */
export const NO_TEMPLATES_KEY = 'render_with_liquid';

/** The parts of a post that determine its dialect. */
export interface DialectPost {
  readonly dialect?: Dialect | undefined;
  readonly frontMatter?: { readonly data: Readonly<Record<string, unknown>> };
}

/** The dialect of a post: that of its site, unless its front matter overrides it with a key of Jekyll or Eleventy. */
export function dialectOf({ dialect = unknownDialect, frontMatter }: DialectPost): Dialect {
  const data = frontMatter?.data ?? {};
  if (String(data[NO_TEMPLATES_KEY]).toLowerCase() === 'false') {
    if (dialect === unknownDialect) return portableDialect;
    return dialect.templates === 'liquid' ? { ...dialect, templates: 'none' } : dialect;
  }
  const engines = data.templateEngineOverride;
  if (engines === undefined || !['liquid', 'nunjucks', 'none', 'unknown'].includes(dialect.templates)) return dialect;
  const templates = /\bnjk\b/.test(String(engines))
    ? 'nunjucks'
    : /\bliquid\b/.test(String(engines))
      ? 'liquid'
      : 'none';
  return { ...dialect, templates };
}

/** Whether a body is MDX, by its file's extension or because its site reads all Markdown as MDX. */
export function isMdx(extension: string, { templates }: Dialect): boolean {
  return extension === '.mdx' || templates === 'mdx';
}
