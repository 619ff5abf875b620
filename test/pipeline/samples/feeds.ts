import { lines, type Sample } from './sample.ts';

export const rssSample: Sample = {
  input: 'feed.xml',
  files: {
    'feed.xml': `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Moss</title><link>https://moss.example</link><description>Notes</description>
<item><title>Spores &amp;amp; more</title><link>https://moss.example/2020/spores/</link><guid isPermaLink="false">7</guid>
<pubDate>Tue, 04 Feb 2020 21:15:00 -0500</pubDate><category>moss</category><category>spring</category>
<description>About spores.</description>
<content:encoded><![CDATA[<p>They are <b>small</b>.</p><iframe src="https://video.example/1"></iframe><pre><code class="language-c">int spores = 1000;</code></pre>]]></content:encoded></item>
<item><title>Fern</title><link>https://moss.example/fern.html</link><pubDate>Mon, 03 Feb 2020 08:00:00 GMT</pubDate>
<description>&lt;p&gt;A whole post in the description.&lt;/p&gt;</description></item>
<item><title>Long one</title><link>https://moss.example/long/</link><description>It begins like this [&#8230;]</description></item>
<item><title>Nothing</title><link>https://moss.example/nothing/</link><description></description></item>
</channel></rss>`,
  },
  posts: {
    '2020-02-04-spores.md': lines(
      '---',
      'title: "Spores & more"',
      'date: 2020-02-04T21:15:00-05:00',
      'tags: ["moss", "spring"]',
      'description: "About spores."',
      'canonical_url: "https://moss.example/2020/spores/"',
      '---',
      '',
      'They are **small**.',
      '',
      '```c',
      'int spores = 1000;',
      '```',
    ),
    '2020-02-03-fern.md': lines(
      '---',
      'title: "Fern"',
      'date: 2020-02-03T08:00:00Z',
      'canonical_url: "https://moss.example/fern.html"',
      '---',
      '',
      'A whole post in the description.',
    ),
  },
  leftOut: { excerpt: 1, empty: 1 },
};

export const atomSample: Sample = {
  input: 'atom.xml',
  files: {
    'atom.xml': `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Owls</title><id>https://owl.example/</id><updated>2023-01-02T00:00:00Z</updated>
<entry><title type="html">Night &amp;lt;one&amp;gt;</title><link rel="self" href="https://owl.example/1.atom"/><link href="https://owl.example/night-one/"/>
<id>tag:owl.example,2023:1</id><published>2023-01-01T22:00:00+01:00</published><updated>2023-01-02T00:00:00Z</updated>
<category term="owls" label="Owls"/><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <em>hooted</em> at 3 &lt; 4.</p><hr/><p>Twice.</p></div></content></entry>
<entry><title>Night two</title><link rel="alternate" href="https://owl.example/night-two/"/><id>2</id><updated>2023-01-02T00:00:00Z</updated>
<content type="html">&lt;p&gt;Silence.&lt;/p&gt;</content></entry>
<entry><title>Night three</title><id>3</id><updated>2023-01-03T00:00:00Z</updated><summary type="text">It was so quiet that…</summary></entry>
</feed>`,
  },
  posts: {
    '2023-01-01-night-one.md': lines(
      '---',
      'title: "Night <one>"',
      'date: 2023-01-01T22:00:00+01:00',
      'tags: ["Owls"]',
      'description: "Short."',
      'canonical_url: "https://owl.example/night-one/"',
      '---',
      '',
      'It *hooted* at 3 < 4.',
      '',
      '---',
      '',
      'Twice.',
    ),
    '2023-01-02-night-two.md': lines(
      '---',
      'title: "Night two"',
      'date: 2023-01-02T00:00:00Z',
      'canonical_url: "https://owl.example/night-two/"',
      '---',
      '',
      'Silence.',
    ),
  },
  leftOut: { excerpt: 1 },
};

export const jsonFeedSample: Sample = {
  input: 'feed.json',
  files: {
    'feed.json': JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Bells',
      items: [
        {
          id: '1',
          url: 'https://bell.example/ring',
          title: 'Ring',
          content_html: '<p>Ding <i>dong</i>.</p>',
          date_published: '2021-05-06T07:08:09Z',
          tags: ['bells'],
          summary: 'A ring.',
        },
        {
          id: '2',
          url: 'https://bell.example/plain',
          title: 'Plain',
          content_text: 'No HTML here.\n\nAt all.',
          date_published: '2021-05-07',
        },
        { id: '3', title: 'Cut', summary: 'It went on and on...' },
      ],
    }),
  },
  posts: {
    '2021-05-06-ring.md': lines(
      '---',
      'title: "Ring"',
      'date: 2021-05-06T07:08:09Z',
      'tags: ["bells"]',
      'description: "A ring."',
      'canonical_url: "https://bell.example/ring"',
      '---',
      '',
      'Ding *dong*.',
    ),
    '2021-05-07-plain.md': lines(
      '---',
      'title: "Plain"',
      'date: 2021-05-07',
      'canonical_url: "https://bell.example/plain"',
      '---',
      '',
      'No HTML here.',
      '',
      'At all.',
    ),
  },
  leftOut: { excerpt: 1 },
};
