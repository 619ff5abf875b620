import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialect, dialectWith, unknownDialect } from '../../../src/blog/markdown/dialect.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';

const dialects: readonly Dialect[] = [
  unknownDialect,
  dialectWith('liquid', 'kramdown'),
  dialectWith('nunjucks', 'markdown-it', { on: ['definitions', 'admonitions', 'abbreviations'] }),
  dialectWith('mdx', 'mdx'),
  dialectWith('none', 'python'),
];

const words = [
  ...[
    'Rain',
    'import',
    'export',
    'const',
    'from',
    'default',
    'raw',
    'note',
    'TOC',
    'a',
    '雨',
    '7',
    "'a'",
    '"a"',
    '“',
    '”',
    '’',
  ],
  ...[' ', ' ', '    ', '\n', '\n', '\n\n', '.', ',', '?', '??', '(', ')', '1.', '...'],
];

describe('withoutTemplateTags', () => {
  it('gives plain sentences the same text with and without scanning them, in every dialect', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (chosen) => {
        const text = `${chosen.join('')}\n`;
        // Plain sentences are not scanned; with an asterisk at the end they are.
        const after = '\n*';
        for (const dialect of dialects) {
          const scanned = withoutTemplateTags(`${text}${after}`, dialect);
          // A mark that takes its whole line takes the blank line after it too.
          expect(withoutTemplateTags(text, dialect).trim(), JSON.stringify(text)).toBe(scanned.slice(0, -1).trim());
        }
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['import Tea from "tea"\n\nRain', 'Rain'],
    ['??? note\n    Rain\n', 'Rain'],
  ])('removes the mark from %j', (text, rest) => {
    expect(withoutTemplateTags(text).trim()).toBe(rest);
  });
});
