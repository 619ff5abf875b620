/** What files are by their extensions: posts, other kinds of text, and what lies beside posts. */

/** Markdown, under all names that generators know for it. */
export const markdownExtensions: readonly string[] = [
  '.md',
  '.markdown',
  '.mdown',
  '.mkd',
  '.mkdn',
  '.mkdown',
  '.mdwn',
  '.mdx',
];

/** HTML, which is a post where it begins with front matter. */
export const htmlExtensions: readonly string[] = ['.html', '.htm'];

/** What drafts are written in, and texts to judge. */
export const textExtensions: readonly string[] = [...markdownExtensions, '.txt'];

/** What posts are written in outside of any known site. */
export const postExtensions: readonly string[] = [...markdownExtensions, ...htmlExtensions, '.txt'];

/** Formats that people write posts in and that are not read, by extension. */
const unreadFormats: Readonly<Record<string, string>> = {
  '.adoc': 'AsciiDoc',
  '.asciidoc': 'AsciiDoc',
  '.ad': 'AsciiDoc',
  '.asc': 'AsciiDoc',
  '.rst': 'reStructuredText',
  '.rest': 'reStructuredText',
  '.org': 'Org mode',
  '.textile': 'Textile',
  '.mediawiki': 'MediaWiki markup',
  '.wiki': 'wiki markup',
  '.creole': 'Creole',
  '.pandoc': 'Pandoc’s Markdown',
  '.pdc': 'Pandoc’s Markdown',
  '.tex': 'LaTeX',
  '.ipynb': 'a Jupyter notebook',
  '.rmd': 'R Markdown',
  '.qmd': 'Quarto',
  '.docx': 'a Word document',
  '.doc': 'a Word document',
  '.odt': 'an OpenDocument text',
  '.rtf': 'rich text',
  '.pages': 'a Pages document',
  '.pdf': 'a PDF document',
  '.epub': 'an e-book',
  '.haml': 'Haml',
  '.pug': 'Pug',
  '.slim': 'Slim',
  '.njk': 'a Nunjucks template',
  '.liquid': 'a Liquid template',
  '.hbs': 'a Handlebars template',
  '.mustache': 'a Mustache template',
  '.ejs': 'an EJS template',
  '.webc': 'a WebC component',
  '.astro': 'an Astro component',
};

const besidePosts: Readonly<Record<string, string>> = {
  'an image': 'jpg jpeg png gif svg webp avif heic ico bmp tif tiff psd xcf eps',
  'sound or video': 'mp3 mp4 m4a m4v ogg oga ogv wav flac webm mov avi mkv srt vtt',
  'style, script or code': `css scss sass less styl js mjs cjs jsx ts tsx mts vue svelte py rb go rs c h cpp java php sh
    bat ps1 lua pl r sql wasm map`,
  data: 'json jsonl json5 yml yaml toml xml csv tsv ini env lock npz bib geojson gpx kml ics',
  'an archive or a font': 'zip gz tgz bz2 xz 7z tar rar woff woff2 ttf otf eot',
};

const kindsByExtension = new Map(
  Object.entries(besidePosts).flatMap(([kind, names]) => names.split(/\s+/).map((name) => [`.${name}`, kind] as const)),
);

/** A kind of file that is not read as a post. */
export interface FileKind {
  /** 'an image', 'AsciiDoc'. */
  readonly name: string;
  /** A format that people write in: what is in such a file may well be a post. */
  readonly mayBePost: boolean;
}

/** What a file with this extension (in lower case, with its dot; '' for none) is, if it is not read as a post. */
export function fileKind(extension: string): FileKind {
  const format = unreadFormats[extension];
  if (format !== undefined) return { name: format, mayBePost: true };
  return { name: kindsByExtension.get(extension) ?? 'of another kind', mayBePost: false };
}
