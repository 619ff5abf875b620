import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import { type Dialect, dialectWith, unknownDialect } from '../../../src/blog/markdown/dialect.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const hugo = dialectWith('shortcodes', 'goldmark', { off: ['typographer'] });
const jekyll = dialectWith('liquid', 'kramdown', { off: ['typographer'] });
const eleventy = dialectWith('nunjucks', 'markdown-it');
const zola = dialectWith('tera', 'pulldown-cmark');
const hexo = dialectWith('nunjucks', 'marked', { off: ['typographer'] });

function post(body: string, dialect: Dialect) {
  return { ...readPost('a.md', body), dialect };
}

function textOf(body: string, dialect: Dialect): string {
  return plainText(post(body, dialect));
}

function importOf(body: string, dialect: Dialect): string {
  return portableMarkdown(post(body, dialect), () => {});
}

describe("Hugo's shortcodes", () => {
  it.each<[string, string, string]>([
    ['figure', '{{< figure src="/a.jpg" alt="A desk" title="The desk" caption="Of *oak*" >}}', 'The desk\n\nOf oak'],
    [
      'figure with a credit',
      '{{< figure src="/a.jpg" caption="Oak." attr="Ann" attrlink="https://x.example" >}}',
      'Oak. Ann',
    ],
    ['figure without a caption', 'a\n\n{{< figure src="/a.jpg" alt="A desk" >}}\n\nb', 'a\n\nb'],
    ['figure over lines', '{{< figure\n  src="/a.jpg"\n  caption="Oak"\n>}}', 'Oak'],
    ['figure without quotes', '{{< figure src=/a.jpg caption=Oak >}}', 'Oak'],
    ['figure in raw quotes', '{{< figure src="/a.jpg" caption=`A "good" desk` >}}', 'A "good" desk'],
    ['figure with escaped quotes', '{{< figure src="/a.jpg" caption="A \\"good\\" desk" >}}', 'A "good" desk'],
    ['figure of percent signs', '{{% figure src="/a.jpg" caption="Oak" %}}', 'Oak'],
    ['figure in an item', '- One\n\n  {{< figure src="/a.jpg" caption="Oak" >}}\n- Two', '- One\n\n  Oak\n\n- Two'],
    ['figure in a quote', '> One\n>\n> {{< figure src="/a.jpg" caption="Oak" >}}', '> One\n>\n> Oak'],
    ['figure below a line', 'One\n{{< figure src="/a.jpg" caption="Oak" >}}\ntwo', 'One\n\nOak\n\ntwo'],
    ['an image of a theme', '{{< img src="a.jpg" alt="x" caption="Oak" >}}', 'Oak'],
    ['an image without names', '{{< image "a.jpg" "x" >}}b', 'b'],
    ['gist', 'a {{< gist ann 1234 >}} b', 'a b'],
    ['youtube', 'a\n\n{{< youtube id="abc" title="A film" >}}\n\nb', 'a\n\nb'],
    ['vimeo', '{{< vimeo 1234 >}}a', 'a'],
    ['tweet', '{{< tweet user="Ann" id="1" >}}a', 'a'],
    ['instagram', '{{< instagram abc hidecaption >}}a', 'a'],
    ['a qr code', '{{< qr text="hello" />}}a', 'a'],
    ['highlight', '{{< highlight go "linenos=table" >}}\nfly()\n{{< /highlight >}}', 'fly()'],
    ['highlight within a line', 'a {{< highlight go >}}fly(){{< /highlight >}} b', 'a\n\nfly()\n\nb'],
    ['ref in a link', 'See [it]({{< ref "b.md" >}}) or [that]({{< relref "/c.md#d" >}}).', 'See it or that.'],
    ['param', 'By {{< param "author" >}}.', 'By .'],
    ['details', '{{< details summary="More" >}}\nWords.\n{{< /details >}}', 'More\n\nWords.'],
    ['details with a title', '{{< details title="More" open=true >}}\nWords.\n{{< /details >}}', 'More\n\nWords.'],
    ['details without a name', '{{< details "More of it" >}}\nWords.\n{{< /details >}}', 'More of it\n\nWords.'],
    ['expand', '{{%expand "Is it?" %}}Yes.{{% /expand %}}', 'Is it?\n\nYes.'],
    ['notice', '{{% notice tip %}}\nWords *here*.\n{{% /notice %}}', 'Words here.'],
    ['notice with a title', '{{% notice tip "A tip" %}}\nWords.\n{{% /notice %}}', 'A tip\n\nWords.'],
    ['alert', '{{< alert "circle-info" >}}\nWords.\n{{< /alert >}}', 'Words.'],
    [
      'alert with a title',
      '{{% alert title="Careful" color="warning" %}}\nWords.\n{{% /alert %}}',
      'Careful\n\nWords.',
    ],
    [
      'admonition',
      '{{< admonition type=tip title="A tip" open=false >}}\nWords.\n{{< /admonition >}}',
      'A tip\n\nWords.',
    ],
    ['hint', '{{< hint info >}}\nWords.\n{{< /hint >}}', 'Words.'],
    [
      'tabs',
      '{{< tabs "id" >}}\n{{< tab "Linux" >}}\nOne.\n{{< /tab >}}\n{{% tab name="macOS" %}}\nTwo.\n{{% /tab %}}\n{{< /tabs >}}',
      'Linux\n\nOne.\n\nmacOS\n\nTwo.',
    ],
    ['quote', '{{< quote author="Ann Lee" source="https://x.example" >}}\nWords.\n{{< /quote >}}', 'Words.\n\nAnn Lee'],
    ['quote within a line', '{{< quote author="Ann" >}}Words.{{< /quote >}}', 'Words.\n\nAnn'],
    ['button', '{{< button href="/x" >}}Press{{< /button >}}', 'Press'],
    ['button with its text', 'a {{< button href="/x" text="Press" >}} b', 'a Press b'],
    ['a term', 'The {{< glossary_tooltip text="node" term_id="node" >}} runs.', 'The node runs.'],
    ['a term without text', 'The {{< glossary_tooltip term_id="node" >}} runs.', 'The runs.'],
    ['a tooltip', 'The {{< tooltip text="A small computer" >}}node{{< /tooltip >}} runs.', 'The node runs.'],
    ['a tooltip that begins the line', '{{< abbr title="A node" >}}N{{< /abbr >}} runs.', 'N runs.'],
    ['a tooltip that ends the line', 'Here runs {{% tip "A small computer" %}}N{{% /tip %}}', 'Here runs N'],
    ['two tooltips', 'A {{< tip "One of them" >}}b{{< /tip >}} {{< tip "The other" >}}c{{< /tip >}}', 'A b c'],
    ['keys', 'Press {{< kbd "Ctrl" >}}.', 'Press Ctrl.'],
    ['icon', '{{< icon "heart" >}} a', 'a'],
    ['mermaid', 'a\n\n{{< mermaid >}}\ngraph LR\n  A --> B\n{{< /mermaid >}}\n\nb', 'a\n\nb'],
    ['chart', 'a\n\n{{< chart >}}\n{ "type": "bar" }\n{{< /chart >}}\n\nb', 'a\n\nb'],
    ['rawhtml', '{{< rawhtml >}}<p>a <b>b</b></p>{{< /rawhtml >}}', 'a b'],
    ['toc', '{{< toc title="Contents" >}}\n\na', 'a'],
    ['lead', '{{< lead >}}\nWords.\n{{< /lead >}}', 'Words.'],
    ['one in another', '{{< row >}}\n{{< col "6" >}}\nOne.\n{{< /col >}}\n{{< /row >}}', 'One.'],
    ['of a folder', '{{< media/figure src="a.jpg" caption="Oak" >}}', 'Oak'],
    ['unknown, with a caption', '{{< zoomable src="a.jpg" caption="Oak" >}}', 'Oak'],
    ['unknown, without', 'a {{< sparkle 3 >}} b', 'a b'],
    [
      'that are shown',
      'Write {{</* figure src="a" */>}} or {{%/* note */%}}.',
      'Write {{< figure src="a" >}} or {{% note %}}.',
    ],
    ['that are shown in code', 'Write `{{</* a */>}}`:\n\n```\n{{</* b */>}}\n```', 'Write {{< a >}}:\n\n{{< b >}}'],
    [
      'braces of templates',
      'Write {{ .Title }} or {{- range -}} or {% x %} or {# y #}.',
      'Write {{ .Title }} or {{- range -}} or {% x %} or {# y #}.',
    ],
    [
      'braces of formulas',
      'It is $\\frac{{m}}{{2}}$ {{01: True}, {10: False}}.',
      'It is $\\frac{{m}}{{2}}$ {{01: True}, {10: False}}.',
    ],
    ['without an end', 'a {{< figure src="x"\n\nb >}} c', 'a {{< figure src="x"\n\nb >}} c'],
  ])('%s', (_, markdown, text) => {
    expect(textOf(markdown, hugo)).toBe(text);
  });

  it('are images and captions in an import', () => {
    const body = 'a\n\n{{< figure src="/my desk.jpg" alt="A [desk]" title="The desk" caption="Of *oak*" >}}\n\nb';
    expect(importOf(body, hugo)).toBe('a\n\n![A \\[desk\\]](/my%20desk.jpg)\n\nThe desk\n\nOf *oak*\n\nb');
  });
});

describe('Liquid and Nunjucks tags', () => {
  it.each<[string, string, string, Dialect]>([
    [
      'an include with a caption',
      '{% include figure.html src="/a.jpg" caption="Oak *and* glue" %}',
      'Oak and glue',
      jekyll,
    ],
    ['figure of Minimal Mistakes', '{% include figure image_path="/a.jpg" alt="x" caption="Oak" %}', 'Oak', jekyll],
    ['gallery of Minimal Mistakes', '{% include gallery caption="Three desks" %}', 'Three desks', jekyll],
    [
      'an include over lines',
      '{% include image.html\n  url="/a.jpg"\n  description="x"\n  caption="Oak"\n%}',
      'Oak',
      jekyll,
    ],
    ['a caption that is a variable', '{% include figure.html src="/a.jpg" caption=page.caption %}', '', jekyll],
    ['an include of a video', 'a\n\n{% include video id="x" provider="youtube" title="Film" %}', 'a', jekyll],
    ['an include of contents', '{% include toc.html title="Contents" %}\n\na', 'a', jekyll],
    ['a condition', '{% if page.title == "Hello World" %}a{% else %}b{% endif %}', 'ab', jekyll],
    ['a loop', '{% for x in site.posts limit: 3 %}a {{ x.title }}{% endfor %}', 'a', jekyll],
    ['assign', 'a\n{% assign x = "Hello World" %}\nb', 'a b', jekyll],
    ['capture', '{% capture x %}Words.{% endcapture %}', 'Words.', jekyll],
    ['comment', 'a{% comment %} not\n\nseen {% endcomment %} b', 'a b', jekyll],
    ['comment within a tag', 'a {% # not seen %} b', 'a b', jekyll],
    ['raw', '{% raw %}{{ page.title }}{% endraw %}', '{{ page.title }}', jekyll],
    ['raw with dashes', '{%- raw -%}{% x %}{%- endraw -%}', '{% x %}', jekyll],
    ['a string that is printed', 'Write {{ "{{" }} here', 'Write {{ here', jekyll],
    ['highlight', '{% highlight ruby %}\nputs 1\n{% endhighlight %}', 'puts 1', jekyll],
    ['post_url', '[a]({% post_url 2019-01-01-a %})', 'a', jekyll],
    ['link', '[a]({% link _posts/2019-01-01-a.md %})', 'a', jekyll],
    ['gist', 'a {% gist 1234 %}', 'a', jekyll],
    ['img of Octopress', 'a {% img right /a.jpg 200 100 "Title" "A desk" %} b', 'a b', jekyll],
    [
      'blockquote of Octopress',
      '{% blockquote Ann Lee, The Desk http://x.example %}\nWords.\n{% endblockquote %}',
      'Words.\n\nAnn Lee, The Desk',
      jekyll,
    ],
    ['blockquote without an author', '{% blockquote %}\nWords.\n{% endblockquote %}', 'Words.', hexo],
    ['pullquote', '{% pullquote right %}\nWords.\n{% endpullquote %}', 'Words.', hexo],
    ['codeblock', '{% codeblock lang:js %}\nlet a;\n{% endcodeblock %}', 'let a;', hexo],
    ['youtube', 'a\n\n{% youtube abc %}\n\nb', 'a\n\nb', hexo],
    ['post_link with a title', 'See {% post_link a-post "A post" %}.', 'See A post.', hexo],
    ['post_link without', 'a {% post_link a-post %}', 'a', hexo],
    ['asset_img', 'a\n\n{% asset_img a.jpg "A desk" %}\n\nb', 'a\n\nb', hexo],
    ['asset_link', 'See {% asset_link a.pdf "The plan" %}.', 'See The plan.', hexo],
    ['link of Hexo', 'See {% link The plan https://x.example %}.', 'See The plan.', hexo],
    ['note', '{% note info %}\nWords.\n{% endnote %}', 'Words.', hexo],
    ['button', 'a {% button /x, Press, icon %}', 'a Press', hexo],
    ['label', 'a {% label primary@New %}', 'a New', hexo],
    ['folding', '{% folding The rest %}\nWords.\n{% endfolding %}', 'The rest\n\nWords.', hexo],
    ['comments of Nunjucks', 'a {# not\nseen #} b {#- nor this -#}', 'a b', eleventy],
    ['verbatim', '{% verbatim %}{{ x }}{% endverbatim %}', '{{ x }}', eleventy],
    ['a paired shortcode', '{% callout "warning" %}\nWords.\n{% endcallout %}', 'Words.', eleventy],
    ['a paired shortcode with a title', '{% card "My desk" %}\nWords.\n{% endcard %}', 'My desk\n\nWords.', eleventy],
    ['an image with a text', 'a\n\n{% image "a.jpg", "A desk" %}\n\nb', 'a\n\nb', eleventy],
    ['figure with names', '{% figure src="a.jpg", caption="Oak" %}', 'Oak', eleventy],
    ['quote with an author', '{% quote author="Ann" %}\nWords.\n{% endquote %}', 'Words.\n\nAnn', eleventy],
    ['set of a block', '{% set x %}a{% endset %}', 'a', eleventy],
    ['a call of Zola', 'a {{ youtube(id="x") }} b', 'a b', zola],
    ['a figure of Zola', '{{ figure(src="a.jpg", caption="Oak") }}', 'Oak', zola],
    ['a pair of Zola', '{% quote(author="Ann") %}\nWords.\n{% end %}', 'Words.\n\nAnn', zola],
    ['a call that Zola shows', 'Write {{/* youtube() */}}.', 'Write {{ youtube() }}.', zola],
    ['output that Zola leaves alone', 'Write {{ page.title }}.', 'Write {{ page.title }}.', zola],
    [
      'an unknown file',
      '{{ page.title }}{% include figure.html src="a.jpg" caption="Oak" %}{{< figure src="a.jpg" caption="Ash" >}}',
      'Oak Ash',
      unknownDialect,
    ],
    ['indented code of an unknown file', 'a\n\n    {{ range }}\n\nb', 'a\n\n{{ range }}\n\nb', unknownDialect],
    [
      'formulas of an unknown file',
      'It is \\frac{{m}}{{2}} and {{01: True}, {1: 2}}',
      'It is \\frac{{m}}{{2}} and {{01: True}, {1: 2}}',
      unknownDialect,
    ],
    [
      'a file without templates',
      'a {{ x }} {% y %} {{< z >}} {# c #}',
      'a {{ x }} {% y %} {{< z >}} {# c #}',
      dialectWith('none', 'remark'),
    ],
  ])('%s', (_, markdown, text, dialect) => {
    expect(textOf(markdown, dialect)).toBe(text);
  });

  it.each<[string, string, string, Dialect]>([
    [
      'an include',
      '{% include figure.html src="/a.jpg" alt="A desk" caption="Oak" %}',
      '![A desk](/a.jpg)\n\nOak',
      jekyll,
    ],
    ['img of Octopress', '{% img right /a.jpg 200 100 "Title" "A desk" %}', '![A desk](/a.jpg)', jekyll],
    ['an address within the site', '![a]({{ "/a.jpg" | relative_url }})', '![a](/a.jpg)', jekyll],
    ['asset_img', '{% asset_img a.jpg "A desk" %}', '![A desk](a.jpg)', hexo],
    ['link', '{% link The plan https://x.example %}', '[The plan](https://x.example)', hexo],
    ['an image of Eleventy', '{% image "a.jpg", "A desk" %}', '![A desk](a.jpg)', eleventy],
  ])('%s keeps its image or link in an import', (_, markdown, imported, dialect) => {
    expect(importOf(markdown, dialect)).toBe(imported);
  });
});

describe('an address in angle brackets that begins with a tag', () => {
  it.each<[string, string, string]>([
    ['with a path', 'At <{{ site.url }}/saws/>.', 'At /saws/.'],
    ['with two tags', 'At <{{ site.url }}{{ site.baseurl }}/saws/>.', 'At /saws/.'],
    ['and is nothing else', 'At <{{ site.url }}> now.', 'At  now.'],
    ['over the lines of a list', '- <{{ site.url }}/a>\n- <{{ site.url }}/b>', '- /a\n- /b'],
    ['within code', 'At `<{{ site.url }}/saws/>`.', 'At `<{{ site.url }}/saws/>`.'],
    ['and is not an address', 'If a <{{ site.url }} b> c.', 'If a < b> c.'],
  ])('%s', (_, body, expected) => {
    expect(importOf(body, jekyll)).toBe(expected);
  });
});
