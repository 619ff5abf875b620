import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeTemplates } from '../../../src/blog/drafts/escape-templates.ts';

describe('liquid and nunjucks', () => {
  it.each(['liquid', 'nunjucks'] as const)('%s: shows complete tags in a line, and beginnings of tags', (language) => {
    expect(escapeTemplates('{{ a }} {% b %} and {{ open\n{% over\nlines %}', language)).toBe(
      '{% raw %}{{ a }}{% endraw %} {% raw %}{% b %}{% endraw %} and {{ "{{" }} open\n{{ "{%" }} over\nlines %}',
    );
  });

  it('an open tag takes no part of a later one, not even in code', () => {
    expect(escapeTemplates('{{ one, {{< two, and `{{ three }}`', 'liquid')).toBe(
      '{{ "{{" }} one, {{ "{{" }}< two, and `{% raw %}{{ three }}{% endraw %}`',
    );
  });

  it('comments and verbatim exist only in Nunjucks', () => {
    const body = '{# remark #} {# open {% verbatim %}x{% endverbatim %}';
    expect(escapeTemplates(body, 'nunjucks')).toBe('{% raw %}{# remark #}{% endraw %} {{ "{#" }} open x');
    expect(escapeTemplates(body, 'liquid')).toBe(
      '{# remark #} {# open {% raw %}{% verbatim %}{% endraw %}x{% raw %}{% endverbatim %}{% endraw %}',
    );
  });

  it('leaves no tag outside raw blocks', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '%',
      '#',
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      'raw',
      'end',
      ' ',
      '\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const escaped = escapeTemplates(parts.join(''), 'nunjucks');
        const outside = escaped.replace(/\{% raw %\}[\s\S]*?\{% endraw %\}|\{\{ "\{[{%#]" \}\}/g, '');
        expect(outside).not.toMatch(/\{[{%#]/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('shortcodes', () => {
  it.each([
    ['{{< figure "x" >}} {{% note %}}', '{{</* figure "x" */>}} {{%/* note */%}}'],
    ['{{</* shown already */>}}', '{{</* shown already */>}}'],
    ['{{< open, and {{< b >}}', '{{&#60; open, and {{</* b */>}}'],
    ['{{% open\nand %}}', '{{&#37; open\nand %}}'],
    ['{{< a %}}', '{{&#60; a %}}'],
    ['`{{< open`', '`{{ < open`'],
    ['{{ .Title }} {% x %}', '{{ .Title }} {% x %}'],
  ])('%j', (body, shown) => {
    expect(escapeTemplates(body, 'shortcodes')).toBe(shown);
  });
});
