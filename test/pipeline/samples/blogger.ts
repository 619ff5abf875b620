import { lines, type Sample } from './sample.ts';

const entry = (kind: string, more: string) => `<entry><id>tag:blogger.com,1999:blog-77.${kind}-1</id>
<published>2019-06-01T21:40:00.001+02:00</published><updated>2019-06-02T08:00:00.000+02:00</updated>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#${kind}'/>${more}
<author><name>Mara</name></author></entry>`;

export const bloggerSample: Sample = {
  input: 'blog-06-01-2021.xml',
  files: {
    'blog-06-01-2021.xml': `<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0'>
<id>tag:blogger.com,1999:blog-77.archive</id><updated>2021-06-01T10:00:00.000+02:00</updated><title type='text'>Low Tide</title>
<link rel='alternate' type='text/html' href='http://low-tide.example/'/>
<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>
${entry('template', "<title type='text'>Template: Low Tide</title><content type='text'>&lt;html&gt;&lt;b:skin/&gt;&lt;/html&gt;</content>")}
${entry('settings', "<title type='text'>The name of the blog</title><content type='text'>Low Tide</content>")}
${entry('settings', "<title type='text'>Whether to show mail links</title><content type='text'>false</content>")}
${entry('page', "<title type='text'>Who we are</title><content type='html'>&lt;p&gt;Two people, one boat.&lt;/p&gt;</content>")}
${entry(
  'post',
  `<category scheme='http://www.blogger.com/atom/ns#' term='mud'/><category scheme='http://www.blogger.com/atom/ns#' term='boots'/>
<title type='text'>Boots for the mud</title><content type='html'>&lt;div&gt;Mine are &lt;i&gt;green&lt;/i&gt;.&lt;/div&gt;&lt;div&gt;Hers are not.&lt;/div&gt;</content>
<link rel='replies' type='text/html' href='http://low-tide.example/2019/06/boots.html#comment-form'/>
<link rel='self' type='application/atom+xml' href='http://www.blogger.com/feeds/77/posts/default/1'/>
<link rel='alternate' type='text/html' href='http://low-tide.example/2019/06/boots.html' title='Boots for the mud'/>`,
)}
${entry('post', "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control><title type='text'>Oars</title><content type='html'>Not yet.</content>")}
${entry('comment', "<title type='text'>Nice boots</title><content type='html'>Nice boots</content><thr:in-reply-to ref='tag:blogger.com,1999:blog-77.post-1'/>")}
</feed>`,
  },
  posts: {
    '2019-06-01-boots.md': lines(
      '---',
      'title: "Boots for the mud"',
      'date: 2019-06-01T21:40:00+02:00',
      'tags: ["mud", "boots"]',
      'canonical_url: "http://low-tide.example/2019/06/boots.html"',
      '---',
      '',
      'Mine are *green*.',
      '',
      'Hers are not.',
    ),
  },
  leftOut: { page: 1, draft: 1, comment: 1, 'other type': 3 },
};

const takeoutEntry = (
  type: string,
  status: string,
  more: string,
) => `<entry><id>tag:blogger.com,1999:blog-78.post-2</id>
<blogger:type>${type}</blogger:type><blogger:status>${status}</blogger:status>
<author><name>Mara</name><uri>https://people.example/1</uri><blogger:type>BLOGGER</blogger:type></author>${more}
<blogger:created>2022-03-04T05:00:00.000Z</blogger:created><published>2022-03-04T05:06:07Z</published><updated>2022-03-05T00:00:00Z</updated></entry>`;

const takeoutFeed = (...entries: readonly string[]) => `<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<id>tag:blogger.com,1999:blog-78</id><title>High Tide</title>${entries.join('')}</feed>`;

export const bloggerTakeoutSample: Sample = {
  input: 'takeout-20240501T100000Z-001.zip',
  files: {
    'takeout-20240501T100000Z-001.zip': {
      zip: {
        'Takeout/archive_browser.html': '<html><body>Your archive</body></html>',
        'Takeout/Blogger/Blogs/High Tide/feed.atom': takeoutFeed(
          takeoutEntry(
            'POST',
            'LIVE',
            `<title>Ropes &amp; knots</title><content type='html'>&lt;p&gt;One &lt;b&gt;bowline&lt;/b&gt;.&lt;/p&gt;</content>
<blogger:metaDescription>What holds.</blogger:metaDescription><category scheme='tag:blogger.com,1999:blog-78' term='rope'/>
<blogger:filename>/2022/03/ropes-knots.html</blogger:filename>`,
          ),
          takeoutEntry('POST', 'DRAFT', "<title>Sails</title><content type='html'>x</content>"),
          takeoutEntry('POST', 'SCHEDULED', "<title>Masts</title><content type='html'>x</content>"),
          takeoutEntry('POST', 'SOFT_TRASHED', "<title>Anchors</title><content type='html'>x</content>"),
          takeoutEntry('PAGE', 'LIVE', "<title>About</title><content type='html'>x</content>"),
          takeoutEntry('COMMENT', 'LIVE', "<title/><content type='html'>First!</content>"),
        ),
        'Takeout/Blogger/Blogs/High Tide/settings.csv': 'blog_name\nHigh Tide\n',
        'Takeout/Blogger/Blogs/High Tide/theme-layouts.xml': '<html></html>',
        'Takeout/Blogger/Comments/A friend/feed.atom': takeoutFeed(
          takeoutEntry('COMMENT', 'LIVE', "<title/><content type='html'>So do I.</content>"),
        ),
      },
    },
  },
  posts: {
    '2022-03-04-ropes-knots.md': lines(
      '---',
      'title: "Ropes & knots"',
      'date: 2022-03-04T05:06:07Z',
      'tags: ["rope"]',
      'description: "What holds."',
      '---',
      '',
      'One **bowline**.',
    ),
  },
  leftOut: { page: 1, draft: 2, deleted: 1, comment: 2, 'other file': 3 },
};
