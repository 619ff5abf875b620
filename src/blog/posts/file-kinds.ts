/** Kinds of files by extension: posts, unsupported text formats, and other files found among posts. */

/** Every extension that generators accept for Markdown. */
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

/** HTML, which is a post only if it begins with front matter. */
export const htmlExtensions: readonly string[] = ['.html', '.htm'];

/** Formats of drafts, and of texts to judge. */
export const textExtensions: readonly string[] = [...markdownExtensions, '.txt'];

/** Formats of posts outside a known site. */
export const postExtensions: readonly string[] = [...markdownExtensions, ...htmlExtensions, '.txt'];

const isWritten = (language: string) => `it is written in ${language}, which is not supported.`;
const isTemplate = (language: string) => `it is a template in ${language}, which is not supported.`;

/** Formats that people write posts in but that are not supported: the reason, a sentence, by extension. */
export const unreadFormats: Readonly<Record<string, string>> = {
  '.adoc': isWritten('AsciiDoc'),
  '.asciidoc': isWritten('AsciiDoc'),
  '.ad': isWritten('AsciiDoc'),
  '.asc': isWritten('AsciiDoc'),
  '.rst': isWritten('reStructuredText'),
  '.rest': isWritten('reStructuredText'),
  '.org': isWritten('Org mode'),
  '.textile': isWritten('Textile'),
  '.mediawiki': isWritten('MediaWiki markup'),
  '.wiki': isWritten('wiki markup'),
  '.creole': isWritten('Creole'),
  '.tex': isWritten('LaTeX'),
  '.docx': 'it is a Word document, which is not supported.',
  '.doc': 'it is a Word document, which is not supported.',
  '.odt': 'it is an OpenDocument text, which is not supported.',
  '.rtf': 'it is rich text, which is not supported.',
  '.pages': 'it is a Pages document, which is not supported.',
  '.pdf': 'it is a PDF document, which is not supported.',
  '.epub': 'it is an e-book, which is not supported.',
  '.pandoc': isWritten("Pandoc's Markdown"),
  '.pdc': isWritten("Pandoc's Markdown"),
  '.mdoc': isWritten('Markdoc'),
  '.ipynb': 'it is a Jupyter notebook, which is not supported.',
  '.rmd': isWritten('R Markdown'),
  '.rmarkdown': isWritten('R Markdown'),
  '.qmd': isWritten('Quarto'),
  '.haml': isTemplate('Haml'),
  '.slim': isTemplate('Slim'),
  '.erb': isTemplate('ERB'),
  '.pug': isTemplate('Pug'),
  '.njk': isTemplate('Nunjucks'),
  '.liquid': isTemplate('Liquid'),
  '.hbs': isTemplate('Handlebars'),
  '.ejs': isTemplate('EJS'),
  '.mustache': isTemplate('Mustache'),
  '.vto': isTemplate('Vento'),
  '.webc': 'it is a component in WebC, which is not supported.',
  '.astro': 'it is an Astro component, which is a program.',
  '.11ty.js': 'it is a program.',
  '.11ty.cjs': 'it is a program.',
  '.11ty.mjs': 'it is a program.',
  '.11ty.ts': 'it is a program.',
  '.jsx': 'it is a program.',
  '.tsx': 'it is a program.',
};

const otherFiles: Readonly<Record<string, string>> = {
  'an image': 'jpg jpeg png gif svg webp avif heic ico bmp tif tiff psd xcf eps',
  'sound or video': 'mp3 mp4 m4a m4v ogg oga ogv wav flac webm mov avi mkv srt vtt',
  'style, script or code': `css scss sass less styl js mjs cjs jsx ts tsx mts vue svelte py rb go rs c h cpp java php sh
    bat ps1 lua pl r sql wasm map`,
  'an HTML page': 'html htm xhtml',
  data: 'json jsonl json5 yml yaml toml xml csv tsv ini env lock npz bib geojson gpx kml ics',
  'an archive or a font': 'zip gz tgz bz2 xz 7z tar rar woff woff2 ttf otf eot',
};

const kindsByExtension = new Map(
  Object.entries(otherFiles).flatMap(([kind, names]) =>
    names.split(/\s+/).map((name): [string, string] => [`.${name}`, kind]),
  ),
);

/** What a file that is not a post is: 'an image'. `extension` is in lower case, with its dot; '' if there is none. */
export function fileKind(extension: string): string {
  return kindsByExtension.get(extension) ?? 'of another kind';
}
