import { describe, expect, it, test } from 'vitest';
import { archiveSource, documentSource } from '../../../../src/blog/import/post-sources.ts';
import { readDocument } from '../read-document.ts';

const takeout = (entry: string, prefix = 'blogger') =>
  `<feed xmlns='http://www.w3.org/2005/Atom' xmlns:${prefix}='http://schemas.google.com/blogger/2018'><title>T</title><entry><title>A &amp; b</title><content>&lt;p&gt;Words.&lt;/p&gt;</content><published>2022-03-04T05:06:07Z</published>${entry}</entry></feed>`;

const backup = (entry: string) =>
  `<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id><entry><title type='text'>A</title><content type='html'>&lt;p&gt;Words.&lt;/p&gt;</content>${entry}</entry></feed>`;

const kind = (name: string) =>
  `<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#${name}'/>`;

const draft = "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>";

describe('an entry of a Blogger backup', () => {
  test.each([
    [takeout('<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>'), 'post'],
    [takeout('<b:type>POST</b:type><b:status>LIVE</b:status>', 'b'), 'post'],
    [takeout('<blogger:type>POST</blogger:type>'), 'post'],
    [takeout('<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>'), 'it is a draft'],
    [takeout('<b:type>POST</b:type><b:status>DRAFT</b:status>', 'b'), 'it is a draft'],
    [
      takeout('<blogger:type>POST</blogger:type><blogger:status>SCHEDULED</blogger:status>'),
      'it is scheduled for later',
    ],
    [takeout('<blogger:type>POST</blogger:type><blogger:status>SOFT_TRASHED</blogger:status>'), 'deleted'],
    [
      takeout(
        '<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><blogger:trashed>2022-03-04T05:06:07Z</blogger:trashed>',
      ),
      'deleted',
    ],
    [takeout('<blogger:type>POST</blogger:type><blogger:trashed/>'), 'post'],
    [takeout('<blogger:type>POST</blogger:type><blogger:status>ODD</blogger:status>'), 'no post'],
    [takeout('<blogger:type>PAGE</blogger:type><blogger:status>LIVE</blogger:status>'), 'page'],
    [takeout('<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>'), 'comment'],
    [takeout('<blogger:type>POLL</blogger:type>'), 'other type'],
    [backup(kind('post')), 'post'],
    [backup(kind('post') + draft), 'it is a draft'],
    [backup(kind('page')), 'page'],
    [backup(kind('page') + draft), 'page'],
    [backup(kind('comment')), 'comment'],
    [backup(kind('template')), 'other type'],
    [backup(kind('settings')), 'other type'],
    [backup(''), 'post'],
    [backup("<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='x'/>"), 'comment'],
  ])('%s is %s', async (text, expected) => {
    const { source, posts, counts } = await readDocument(text);
    expect(source).toBe('a Blogger backup');
    expect([...posts.map((post) => post.draftBecause ?? 'post'), ...Object.keys(counts)]).toEqual([expected]);
  });

  it('has its labels as tags, not its kind', async () => {
    const labels = "<category scheme='http://www.blogger.com/atom/ns#' term='peas'/>";
    const { posts } = await readDocument(backup(kind('post') + labels));
    expect(posts[0].tags).toEqual(['peas']);
  });

  it('takes its name from its path', async () => {
    const { posts } = await readDocument(
      takeout('<blogger:type>POST</blogger:type><blogger:filename>/2022/03/a-b_4.html</blogger:filename>'),
    );
    expect(posts[0]).toMatchObject({ title: 'A & b', slug: 'a-b_4', canonicalUrl: null });
    expect(posts[0].markdown()).toBe('Words.');
  });
});

describe('a Blogger backup', () => {
  test.each([
    [
      "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1</id><generator>Blogger</generator>",
      'an Atom feed',
    ],
    [
      "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:x='http://schemas.google.com/blogger/2018'>",
      'a Blogger backup',
    ],
    ["<rss xmlns:blogger='http://schemas.google.com/blogger/2018'>", 'an RSS feed'],
  ])('%s is %s', (head, name) => {
    expect(documentSource('feed.atom', head)?.name).toBe(name);
  });

  test.each([
    [['Takeout/Blogger/Blogs/A blog/feed.atom'], true],
    [['Blogger/Blogs/A blog/feed.atom', 'Blogger/Profile/profile.csv'], true],
    [['Blogs/A blog/feed.atom'], true],
    [['A blog/feed.atom', 'A blog/theme-layouts.xml'], true],
    [['feed.atom', 'settings.csv', 'theme-classic.html'], true],
    [['_site/feed.atom', 'index.html'], false],
    [['Takeout/Blogger/Albums/a.jpg'], false],
  ])('is the archive with %j: %s', (files, isIt) => {
    expect(archiveSource(files)?.name === 'a Blogger backup from Google Takeout').toBe(isIt);
  });
});
