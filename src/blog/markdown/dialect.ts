/**
 * Which template language acts on a body before it is Markdown. 'tera' is Zola's own form of shortcodes; 'unknown' is a
 * file from no known site, in which whatever looks like a tag of any of them counts as one.
 */
export type BodyTemplates = 'liquid' | 'nunjucks' | 'shortcodes' | 'tera' | 'mdx' | 'none' | 'unknown';

/** Which Markdown a body is. 'portable' is what CommonMark and GitHub read, and nothing else acts on. */
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

/** What a flavour of Markdown, or an extension of it, reads beyond GitHub's. */
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
  /** `import` and `export` lines of MDX in a file that is read as Markdown. */
  | 'modules'
  /** `:tada:`. */
  | 'emoji'
  /** Straight quotes, `--`, `---` and `...` are shown as typeset ones. */
  | 'typographer';

/** What acts on the body of a post before a reader sees it: it depends on the site. */
export interface Dialect {
  readonly templates: BodyTemplates;
  readonly markdown: MarkdownFlavour;
  readonly marks: ReadonlySet<Mark>;
}

/** What each flavour reads with the settings that its generators have from the start. */
const marksOf: Readonly<Record<MarkdownFlavour, readonly Mark[]>> = {
  kramdown: [
    'attributes',
    'heading-ids',
    'extensions',
    'html-markdown',
    'definitions',
    'abbreviations',
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
    'alerts',
    'admonitions',
    'containers',
    'directives',
    'loose-addresses',
    'wiki-links',
    'contents',
    'modules',
  ],
};

/** A dialect of a flavour, with marks that the site has switched on, and without those that it has switched off. */
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

/** That of a file from no known site. */
export const unknownDialect = dialectWith('unknown', 'unknown');

/** That of a file which nothing but Markdown acts on. */
export const portableDialect = dialectWith('none', 'portable');

/**
 * The key by which a file says that what looks like a tag in it is text. Jekyll knows it, so that such a file is shown
 * rightly there too.
 */
export const NO_TEMPLATES_KEY = 'render_with_liquid';

/** As much of a post as tells its dialect. */
export interface DialectPost {
  readonly dialect?: Dialect | undefined;
  readonly frontMatter?: { readonly data: Readonly<Record<string, unknown>> };
}

/** The dialect of a post: that of its site, unless its own front matter says otherwise in the words of Jekyll or Eleventy. */
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

/** Whether a body is MDX: by the extension of its file, or because its site reads all Markdown so. */
export function isMdx(extension: string, { templates }: Dialect): boolean {
  return extension === '.mdx' || templates === 'mdx';
}
