/** Of files that generators build posts from: which can be read, and why others cannot. */

/** A page with front matter above it. */
export const htmlExtensions: readonly string[] = ['.html', '.htm'];

const isWritten = (language: string) => `it is written in ${language}, which is not supported.`;
const isTemplate = (language: string) => `it is a template in ${language}, which is not supported.`;

const unread: Readonly<Record<string, string>> = {
  '.adoc': isWritten('AsciiDoc'),
  '.asciidoc': isWritten('AsciiDoc'),
  '.ad': isWritten('AsciiDoc'),
  '.asc': isWritten('AsciiDoc'),
  '.rst': isWritten('reStructuredText'),
  '.org': isWritten('Org mode'),
  '.textile': isWritten('Textile'),
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

/** The reasons for some of the extensions that cannot be read. Throws RangeError for one without a reason. */
export function unreadFor(...extensions: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    extensions.map((extension) => {
      if (unread[extension] === undefined) throw new RangeError(`There is no reason for ${extension}.`);
      return [extension, unread[extension]];
    }),
  );
}
