import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';

describe('a tracking image is removed', () => {
  it.each([
    ['of one pixel', '<img src="/p.png" width="1" height="1">'],
    ['of one pixel by its style', '<img src="/p.png" style="width:1px;height:1px">'],
    ['of no pixel', '<img src="/p.png" height="0" width="0">'],
    ['that is hidden', '<img src="/p.png" style="display: none">'],
    ['of FeedBurner', '<img src="http://feeds.feedburner.com/~r/shed/~4/abc" alt="">'],
    ['of FeedBurner on a custom domain', '<img src="http://feeds.shed.example/~r/shed/~4/abc">'],
    [
      'of FeedBurner in a link',
      '<a href="http://feeds.shed.example/~ff/shed?a=1"><img src="http://feeds.shed.example/~ff/shed?d=1"></a>',
    ],
    ['of WordPress.com', '<img src="https://pixel.wp.com/b.gif?host=shed.example">'],
    [
      'of WordPress.com, old',
      '<img src="http://stats.wordpress.com/b.gif?blog=1"><img src="http://feeds.wordpress.com/1.0/comments/shed/1/">',
    ],
    ['of Medium', '<img src="https://medium.com/_/stat?event=post.clientViewed">'],
    ['of Blogger', '<img src="https://blogger.googleusercontent.com/tracker/1">'],
    ['of an advertiser', '<img src="https://www.assoc-amazon.com/e/ir?t=shed">'],
    ['of VG Wort', '<img src="http://vg01.met.vgwort.de/na/1a2b">'],
    ['of Matomo', '<img src="//stats.shed.example/matomo.php?idsite=1">'],
  ])('%s', (_, html) => {
    expect(markdownOfHtml(`<p>a ${html}</p>`)).toBe('a');
  });
});

describe('an image', () => {
  it.each([
    ['with a link', '<a href="/big.png"><img src="a.png" alt="A"></a>', '[![A](a.png)](/big.png)'],
    ['of a picture', '<picture><source srcset="a.webp"><img src="a.png"></picture>', '![](a.png)'],
    ['with several sizes', '<img srcset="a.png 100w, b.png 900w, c.png 300w">', '![](b.png)'],
    ['with several densities', '<img srcset="a.png, b.png 2x">', '![](b.png)'],
    ['that loads late', '<img src="data:image/gif;base64,R0" data-src="a.png">', '![](a.png)'],
    ['that loads late, in several sizes', '<img data-srcset="a.png 1x, b.png 2x">', '![](b.png)'],
    ['that loads late, with another before', '<img src="/img/blank.gif" data-src="a.png">', '![](a.png)'],
    ['that loads without script', '<img class="lazy"><noscript><img src="a.png"></noscript>', '![](a.png)'],
    ['that loads without script, too', '<img data-src="a.png"><noscript><img src="a.png"></noscript>', '![](a.png)'],
    ['that loads without script, before', '<noscript><img src="a.png"></noscript><img data-src="a.png">', '![](a.png)'],
    ['without an address', '<img alt="x">', ''],
    ['with lines in its address', '<img src="a\n.png" alt="x\ny">', '![x y](a.png)'],
    ['with a space in its address', '<img src="a b.png">', '![](<a b.png>)'],
    [
      'with a caption',
      '<figure><img src="a.png"><figcaption>A <b>b</b></figcaption></figure>',
      '![](a.png)\n\nA **b**',
    ],
  ])('%s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});
