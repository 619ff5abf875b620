import { describe, expect, it } from 'vitest';
import { wordpressMarkdown } from '../../../../src/blog/import/wordpress/wordpress-body.ts';

const markdown = (content: string) => wordpressMarkdown(content);

describe('paragraphs without <p>', () => {
  it.each([
    ['blank lines separate them', 'a\n\nb\r\n\r\n\r\nc', 'a\n\nb\n\nc'],
    ['a line break is one', 'a\nb', 'a\\\nb'],
    ['blocks stay as they are', 'a\n<ul>\n<li>b</li>\n</ul>\nc', 'a\n\n- b\n\nc'],
    ['quotes have paragraphs too', '<blockquote>a\n\nb</blockquote>', '> a\n>\n> b'],
    ['preformatted lines are kept', 'a\n<pre>b\n\n\nc</pre>\nd', 'a\n\n```\nb\n\n\nc\n```\n\nd'],
    ['some paragraphs may have tags', '<p>a</p>\n\nb', 'a\n\nb'],
    ['dollars are dollars', '<pre>$1 $& $$</pre>', '```\n$1 $& $$\n```'],
  ])('%s', (_, content, expected) => {
    expect(markdown(content)).toBe(expected);
  });
});

describe('shortcodes', () => {
  it.each([
    ['a gallery is removed', 'a [gallery ids="1,2"] b', 'a b'],
    ['an embed is removed with its address', 'a [embed width="9"]https://x.example[/embed] b', 'a b'],
    ['a video is removed', 'a\n\n[video src="x.mp4"][/video]\n\nb', 'a\n\nb'],
    ['an unknown one leaves its content', '[box color="red"]a [b]c[/b][/box]', 'a c'],
    ['an unknown one without content is removed', 'a [contact-form-9 id="1"] [more_posts] b', 'a b'],
    ['a self-closing one is removed', 'a [thing /] b', 'a b'],
    ['a word in brackets stays', 'a [sic] b [1]', 'a \\[sic] b \\[1]'],
    ['doubled brackets are shown', 'Write [[gallery id="1"]] here', 'Write \\[gallery id="1"] here'],
    [
      'a linked caption keeps its link',
      '[caption width="9"]<a href="b.jpg"><img src="a.jpg" /></a> Text[/caption]',
      '[![](a.jpg)](b.jpg)\n\nText',
    ],
    ['an old caption is an attribute', '[caption caption="Text"]<img src="a.jpg" />[/caption]', '![](a.jpg)\n\nText'],
    [
      'code keeps its lines and its language',
      '[sourcecode language="js"]\nif (a &lt; b) {\n\n  c();\n}\n[/sourcecode]',
      '```js\nif (a < b) {\n\n  c();\n}\n```',
    ],
    ['a language may be the name', '[python]print([1])[/python]', '```python\nprint([1])\n```'],
    ['there are none within code', '<code>[gallery]</code>', '`[gallery]`'],
    ['there are none within preformatted text', '<pre>[gallery id="1"]</pre>', '```\n[gallery id="1"]\n```'],
  ])('%s', (_, content, expected) => {
    expect(markdown(content)).toBe(expected);
  });

  it('are searched for in bounded time', () => {
    const content = '[a b="c"]'.repeat(20_000);
    expect(markdown(content)).toBe('');
  });
});

describe('blocks', () => {
  it.each([
    ['their comments are removed', '<!-- wp:paragraph {"align":"center"} -->\n<p>a</p>\n<!-- /wp:paragraph -->', 'a'],
    ['dynamic ones are empty', '<!-- wp:latest-posts {"n":5} /-->\n<!-- wp:paragraph -->\n<p>a</p>', 'a'],
    ['line breaks in them are ignored', '<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->', 'a b'],
    [
      'a shortcode in a block is replaced',
      '<!-- wp:shortcode -->\n[gallery ids="1"]\n<!-- /wp:shortcode -->\n<p>a</p>',
      'a',
    ],
    [
      'code has its language',
      '<!-- wp:code {"language":"go"} -->\n<pre class="wp-block-code"><code>a</code></pre>',
      '```go\na\n```',
    ],
  ])('%s', (_, content, expected) => {
    expect(markdown(content)).toBe(expected);
  });
});
