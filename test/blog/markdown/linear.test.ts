import { describe, expect, it } from 'vitest';
import { dialectWith, unknownDialect } from '../../../src/blog/markdown/dialect.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';

const beginnings = [
  '<!-- ',
  '<!--\n',
  'a <!-- b\n',
  '{% raw %}',
  '{% raw %}\n',
  '{% comment %} ',
  '{% comment\n',
  '{% highlight ruby %}\n',
  '{% note Title %}\n',
  '{# ',
  '{#\n',
  '{/* ',
  '{/*\n',
  '{{ ',
  '{{ a ',
  '{{ "',
  '{{< ',
  '{{< figure ',
  '{{< figure src="a.jpg" caption="b" >}}\n',
  '{{< quote author="a" >}}\n',
  '{{< mermaid >}}\n',
  '{{</* ',
  '{{%/* \n',
  '| a |\n',
  '|---|\n',
  '```\n',
  '``` ',
  '````\n```\n',
  '```a`\n',
  '~~~\n',
  '~~~ a\n\n',
  '`',
  '` ``',
  '`a``b```c',
  '\\`',
  '> ',
  '- ',
  '> - ',
  '\n:::',
  ':::note\n',
  ':::note[',
  ':::{',
  '::a[',
  ':a[',
  ':a[b]{',
  ': a\n',
  'a\n: b\n',
  '!!! note\n    ',
  '!!! note\n',
  '=== "a"\n',
  '> [!NOTE]\n',
  '*[a]: b\n',
  '    :::python\n',
  '\n    :::python\n    a\n',
  '    #!python hl_lines="1"\n',
  '- a\n\n        :::c\n        b\n',
  '{: .a}',
  '{: ',
  '{::comment}',
  '{::nomarkdown}\n',
  '{:/',
  '# a {#',
  '[a](b ',
  '[a]: http://a b ',
  '[a]: /b c\n',
  '[a]: /b "c" ',
  '](http://a\n',
  '[[',
  '[[a|',
  '![[a',
  '%%',
  ' %% a\n',
  '<a href="',
  '<div markdown="1">\n',
  '<div markdown=',
  '<div ',
  'import a from "',
  'import {\n',
  'export const a = {\n',
  '"\'',
  ' ',
  '\t',
  ' \n',
  '\n',
];

const dialects = [
  unknownDialect,
  dialectWith('liquid', 'kramdown'),
  dialectWith('shortcodes', 'goldmark'),
  dialectWith('tera', 'pulldown-cmark'),
  dialectWith('mdx', 'mdx', { on: ['highlights', 'insertions', 'superscripts', 'subscripts'] }),
];

/** With quadratic time, 200,000 characters would take minutes. */
const characters = 200_000;

describe('a text full of opening marks', () => {
  it.each(beginnings)('%j takes little time in every dialect', (beginning) => {
    const text = `${beginning.repeat(Math.ceil(characters / beginning.length))}\n\nthe end`;
    for (const dialect of dialects) {
      const start = performance.now();
      expect(withoutTemplateTags(text, dialect)).toMatch(/the end$/);
      expect(performance.now() - start).toBeLessThan(4000);
    }
  });
});
