import type { CommandEntry } from '../command.ts';
import { wrapped } from '../screen.ts';
import { list, type PageStyle } from './command-page.ts';

/** The help of the program: its commands, under their headings. */
export function overviewPage(commands: readonly CommandEntry[], style: PageStyle): string {
  const headings = [...new Set(commands.map(({ group }) => group))];
  const { columns } = style;
  return [
    wrapped(
      'Fine-tunes a language model on your blog posts, on your own machine, and writes new posts in your voice.',
      columns,
    ),
    'Usage: tpdne <command> [settings]',
    ...headings.map((heading) => {
      const items = commands.filter(({ group }) => group === heading);
      return list(
        heading,
        items.map(({ name, summary }) => [name, summary] as const),
        style,
      );
    }),
    wrapped('tpdne help <command> shows examples and settings; tpdne --version shows the version.', columns),
  ].join('\n\n');
}
