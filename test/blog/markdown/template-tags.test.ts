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
  it('leaves words, and what stands between them in a sentence, as they are in every dialect', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (chosen) => {
        const text = chosen.join('');
        // What is only a sentence is not looked at further; with a star behind it is.
        const behind = '\n\n*';
        for (const dialect of dialects) {
          const looked = withoutTemplateTags(`${text}${behind}`, dialect);
          expect(withoutTemplateTags(text, dialect) + behind, JSON.stringify(text)).toBe(looked);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['import Tea from "tea"\n\nRain', 'Rain'],
    ['??? note\n    Rain\n', 'Rain'],
  ])('takes the mark out of %j', (text, rest) => {
    expect(withoutTemplateTags(text).trim()).toBe(rest);
  });
});
