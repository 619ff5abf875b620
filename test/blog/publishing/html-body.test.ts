import { describe, expect, test } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { portableBody } from '../../../src/blog/publishing/html-body.ts';
import { wordpressContent } from '../../../src/blog/publishing/wordpress-content.ts';

const bodyOf = (markdown: string) => portableBody(readPost('q/a.md', `---\ntitle: A\n---\n${markdown}\n`));

describe('lines wrapped by an editor', () => {
  test.each([
    ['a paragraph', 'one\ntwo', '<p>one two</p>', 'one two'],
    ['spaces at the line end', 'one \n  two', '<p>one two</p>', 'one two'],
    ['a Windows line end', 'one\r\ntwo', '<p>one two</p>', 'one two'],
    ['emphasis', '*one\ntwo*', '<p><em>one two</em></p>', '*one two*'],
    ['between elements', '*one*\n**two**', '<p><em>one</em> <strong>two</strong></p>', '*one* **two**'],
    ['the text of a link', '[one\ntwo](x)', '<p><a href="x">one two</a></p>', '[one two](x)'],
    ['a heading', 'one\ntwo\n===', '<h1>one two</h1>', 'one two\n==='],
    ['a quotation', '> one\n> two\nthree', '<blockquote>\n<p>one two three</p>\n</blockquote>', '> one two three'],
    [
      'a nested quotation',
      '> > one\n> > two',
      '<blockquote>\n<blockquote>\n<p>one two</p>\n</blockquote>\n</blockquote>',
      '> > one two',
    ],
    ['an item', '- one\n  two\n- three', '<ul>\n<li>one two</li>\n<li>three</li>\n</ul>', '- one two\n- three'],
    ['a number on the next line', 'in\n1984. So', '<p>in 1984. So</p>', 'in 1984. So'],
    ['inline code', '`one\ntwo`', '<p><code>one two</code></p>', '`one\ntwo`'],
    ['a line break stays', 'one\\\ntwo', '<p>one<br>two</p>', 'one\\\ntwo'],
    ['a line break made of spaces stays', 'one  \ntwo', '<p>one<br>two</p>', 'one  \ntwo'],
    ['paragraphs stay', 'one\n\ntwo', '<p>one</p>\n<p>two</p>', 'one\n\ntwo'],
    ['code keeps its lines', '```\none\n\ntwo\n```', '<pre><code>one\n\ntwo\n</code></pre>', '```\none\n\ntwo\n```'],
    ['HTML', '<div>\none\ntwo\n</div>', '<div> one two </div>', '<div>\none\ntwo\n</div>'],
    ['preformatted HTML', '<pre>one\ntwo</pre>', '<pre>one\ntwo</pre>', '<pre>one\ntwo</pre>'],
  ])('%s', (_, written, html, markdown) => {
    const body = bodyOf(written);
    expect(body.html).toBe(html);
    expect(body.markdown).toBe(markdown.replaceAll('\r\n', '\n'));
  });
});

describe('brackets that WordPress would interpret', () => {
  test.each([
    ['`[gallery ids="1,2"]`', '<p><code>&#91;gallery ids="1,2"]</code></p>'],
    ['[caption], and [embed]x[/embed]', '<p>&#91;caption], and &#91;embed]x&#91;/embed]</p>'],
    ['[[gallery]]', '<p>&#91;&#91;gallery]]</p>'],
    ["```php\necho '[gallery]';\n```", `<pre><code class="language-php">echo '&#91;gallery]';\n</code></pre>`],
    ['![a [b] c](x.png "[d]")', '<p><img src="x.png" alt="a &#91;b] c" title="&#91;d]"></p>'],
    ['a[i] = [1] and [ ] and […]', '<p>a&#91;i] = [1] and [ ] and […]</p>'],
    ['[été] and [_x]', '<p>&#91;été] and &#91;_x]</p>'],
    ['<script>a[b]</script>\n\nx [y]', '<p>x &#91;y]</p>'],
    ['[a link](https://x.example)', '<p><a href="https://x.example">a link</a></p>'],
  ])('%j', (written, html) => {
    expect(wordpressContent(bodyOf(written).html)).toBe(html);
  });

  test('do not change in text that is not HTML', () => {
    expect(wordpressContent('<script>a[b]</script><!--[if IE]>[a]<![endif]-->')).toBe(
      '<script>a[b]</script><!--[if IE]>[a]<![endif]-->',
    );
  });
});
