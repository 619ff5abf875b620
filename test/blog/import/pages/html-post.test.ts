import { describe, expect, it } from 'vitest';
import { pagePost, postOfHtml } from '../../../../src/blog/import/pages/html-page.ts';
import { htmlPost } from '../../../../src/blog/import/pages/html-post.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

describe('a page that begins with front matter', () => {
  it.each([
    ['YAML', '---\ntitle: Peas\ntags: [garden]\ndate: 2020-01-02\ndraft: true\n---\n'],
    [
      'YAML after a mark of byte order',
      '\uFEFF---\r\ntitle: Peas\r\ntags: garden\r\ndate: 2020-01-02\r\ndraft: true\r\n---\r\n',
    ],
    ['TOML', '+++\ntitle = "Peas"\ntags = ["garden"]\ndate = 2020-01-02\ndraft = true\n+++\n'],
    ['JSON', '{"title": "Peas", "tags": ["garden"], "date": "2020-01-02", "draft": true}\n'],
  ])('in %s is a post of its generator', (_, head) => {
    const post = postOfHtml(`${head}<h1>Peas</h1>\n<p>They <b>climb </b>well.</p>`, 'peas.html', 'peas.html');
    expect(post).toMatchObject({ title: 'Peas', tags: ['garden'], date: '2020-01-02', draft: true, slug: 'peas' });
    expect('markdown' in post && post.markdown()).toBe('They **climb** well.');
  });

  it('that is broken is left out, with the line', () => {
    const post = postOfHtml('---\ntitle: "Peas\n---\n<p>a</p>', 'peas.html', 'peas.html');
    expect(post).toMatchObject({ leftOut: 'broken', reason: expect.stringMatching(/^line \d+: /) });
  });

  it('without a text is left out', () => {
    expect(postOfHtml('---\ntitle: Peas\n---\n<img src="">', 'a.html', 'a.html')).toMatchObject({ leftOut: 'empty' });
  });

  it('without front matter is a page', () => {
    const page = '<html><head><title>Peas</title></head><body>--- a</body></html>';
    expect(postOfHtml(page, 'a.html', 'a.html')).toEqual({
      ...pagePost(page, 'a.html', 'a.html'),
      markdown: expect.any(Function),
    });
  });
});

describe('the HTML of a post', () => {
  it.each([
    ['tags go', '<p>a {% include b.html %}c {{ page.url }}</p>', 'a c'],
    ['tags that look like HTML are removed', '<p>a</p>{{<figure src="i.png">}}<p>b</p>', 'a\n\nb'],
    ['content between tags stays', '{% if a %}<p>b</p>{% endif %}', 'b'],
    ['links keep their text', '<p><a href="{{ site.url }}">a</a></p>', 'a'],
    [
      'code stays code',
      '{% highlight ruby %}\nputs 1 < 2\n{% endhighlight %}<p>a</p>',
      '```ruby\nputs 1 < 2\n```\n\na',
    ],
    ['a page is reduced to its article', '<html><body><nav>x</nav><main><p>a</p></main></body></html>', 'a'],
    ['a heading that repeats the title is removed', '<h1>Peas <a class="anchor" href="#peas">#</a></h1><p>a</p>', 'a'],
  ])('%s', (_, html, markdown) => {
    const post = htmlPost(readPost('_posts/2020-01-02-peas.html', `---\ntitle: Peas\n---\n${html}`));
    expect(post).toMatchObject({ title: 'Peas', slug: 'peas', extension: '.md', body: markdown });
  });
});
