import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';

describe('code keeps its language', () => {
  const ruby = '```ruby\nputs 1 < 2\n```';

  it.each([
    ['HTML 5', '<pre><code class="language-ruby">puts 1 &lt; 2</code></pre>'],
    ['Prism', '<pre class="language-ruby line-numbers"><code>puts 1 &lt; 2\n</code></pre>'],
    ['SyntaxHighlighter', '<pre class="brush: ruby; title: x">puts 1 &lt; 2</pre>'],
    [
      'Rouge',
      '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight"><code><span class="nb">puts</span> 1 &lt; 2\n</code></pre></div></div>',
    ],
    [
      'Rouge with line numbers',
      '<figure class="highlight"><table><tbody><tr><td class="gutter"><pre>1\n</pre></td><td class="code"><pre><code class="language-ruby" data-lang="ruby">puts 1 &lt; 2</code></pre></td></tr></tbody></table></figure>',
    ],
    ['GitHub', '<div class="highlight highlight-source-ruby"><pre><span>puts</span> 1 &lt; 2</pre></div>'],
    ['Pandoc', '<pre class="sourceCode ruby"><code class="sourceCode ruby">puts 1 &lt; 2</code></pre>'],
    ['highlight.js', '<pre><code class="hljs ruby">puts 1 &lt; 2</code></pre>'],
    ['EnlighterJS', '<pre class="EnlighterJSRAW" data-enlighter-language="ruby">puts 1 &lt; 2</pre>'],
    [
      'Chroma',
      '<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-ruby" data-lang="ruby"><span class="line"><span class="cl">puts 1 &lt; 2\n</span></span></code></pre></div>',
    ],
  ])('as %s writes it', (_, html) => {
    expect(markdownOfHtml(html)).toBe(ruby);
  });

  it('and is fenced without one if none is given', () => {
    expect(markdownOfHtml('<pre>a\n  b<br>c</pre>')).toBe('```\na\n  b\nc\n```');
    expect(markdownOfHtml('<pre class="brush: plain"><code>a ``` b</code></pre>')).toBe('````\na ``` b\n````');
  });
});

describe('HTML as Markdown', () => {
  it.each([
    ['images keep their addresses', '<p><img src="a.jpg" alt="A" width="9"></p>', '![A](a.jpg)'],
    ['so do images that load late', '<img src="data:image/gif;base64,R0" data-lazy-src="b.jpg">', '![](b.jpg)'],
    ['images without an address are removed', '<p>a<img alt="x">b</p>', 'ab'],
    ['embeds go', '<p>a</p><iframe src="x">y</iframe><video src="x"></video><object><embed></object>', 'a'],
    ['boxes of foreign posts are removed', '<blockquote class="twitter-tweet"><p>x</p></blockquote><p>a</p>', 'a'],
    ['scripts, styles and forms are removed', '<style>p{}</style><p>a</p><script>b</script><form><input></form>', 'a'],
    ['comments go', '<p>a<!-- b --></p><!--more-->', 'a'],
    ['links without a text are removed', '<p>a <a href="#x" name="x"></a>b</p>', 'a b'],
    [
      'tables are those of GitHub',
      '<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>',
      '| a |\n| - |\n| b\\|c |',
    ],
    ['tasks are boxes', '<ul><li><input type="checkbox" checked> a</li></ul>', '- [x] a'],
    [
      'what would be Markdown is escaped',
      '<p>2*3*4 [x](y) # z</p><p># not a heading</p>',
      '2\\*3\\*4 \\[x]\\(y) # z\n\n\\# not a heading',
    ],
    ['broken HTML is repaired', '<p>a <b>b<p>c</b> d', 'a **b**\n\n**c** d'],
  ])('%s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});

describe('dashes at the beginning of a line', () => {
  it.each([
    ['<p>-- Ada L.</p>', '-- Ada L.'],
    ['<p>--Ada L.</p>', '--Ada L.'],
    ['<p>One<br>-- “Ada”</p>', 'One\\\n-- “Ada”'],
    ['<blockquote><p>One</p><p>-- Ada</p></blockquote>', '> One\n>\n> -- Ada'],
    ['<p>--</p>', '\\--'],
    ['<p>---</p>', '\\---'],
    ['<p>-- -</p>', '\\-- -'],
    ['<p>- Ada</p>', '\\- Ada'],
    ['<p>-- <b>Ada</b></p>', '\\-- **Ada**'],
    ['<p>\\-- Ada</p>', '\\\\-- Ada'],
  ])('%s', (html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});
