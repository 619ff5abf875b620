import { describe, expect, it } from 'vitest';
import { siteWith } from '../../../../src/blog/import/post-sources.ts';
import { hexo } from '../../../../src/blog/import/sites/hexo.ts';
import { sitePosts } from './site-posts.ts';

const matter = (...lines: string[]) => `---\n${lines.join('\n')}\n---\n`;

/** A file, and the post that Hexo makes of it. */
const posts: readonly (readonly [what: string, path: string, text: string, post: string])[] = [
  [
    'front matter',
    'a.md',
    `${matter('title: A', 'date: 2013/7/13 20:46:25')}Text.`,
    'a | 2013-07-13T20:46:25 | A | Text.',
  ],
  [
    'no marks above',
    'a.md',
    'title: A\ndate: 2015-03-01 10:00:00\ntags: [one, two]\n---\nText.',
    'a | 2015-03-01T10:00:00 | A | #one | #two | Text.',
  ],
  ['longer marks', 'a.md', '-----\ntitle: A\n-----\nText.', 'a | A | Text.'],
  ['longer marks below', 'a.md', 'title: A\n------\nText.', 'a | A | Text.'],
  ['JSON', 'a.md', '"title": "A",\n"date": "2013/7/13 20:46:25"\n;;;\nText.', 'a | 2013-07-13T20:46:25 | A | Text.'],
  ['JSON between marks', 'a.md', ';;;\n"title": "A"\n;;;\nText.', 'a | A | Text.'],
  ['none', 'a.md', 'Text.', 'a | Text.'],
  ['a rule below a paragraph', 'a.md', 'A first paragraph.\n\n---\n\nText.', 'a | A first paragraph.\n\n---\n\nText.'],
  ['a heading of two lines', 'a.md', 'Heading\n-------\n\nText.', 'a | Heading\n-------\n\nText.'],
  [
    'one category as a string',
    'a.md',
    `${matter('categories: My life, and more', 'tags: a b')}Text.`,
    'a | #a b | @My life, and more | Text.',
  ],
  [
    'nested categories',
    'a.md',
    `${matter('categories:', '  - [Sports, Baseball]', '  - [Travel]', '  - Sports')}Text.`,
    'a | @Sports | @Baseball | @Travel | Text.',
  ],
  ['category and tag', 'a.md', `${matter('category: One', 'tag: Two')}Text.`, 'a | #Two | @One | Text.'],
  ['numbers', 'a.md', `${matter('title: 2020', 'tags: [2020, 1.10]')}Text.`, 'a | 2020 | #2020 | #1.10 | Text.'],
  ['not published', 'a.md', `${matter('title: A', 'published: false')}Text.`, 'a | A | draft | Text.'],
  ['a draft', '../_drafts/a.md', `${matter('title: A', 'published: true')}Text.`, 'a | A | draft | Text.'],
  ['a future date, which Hexo shows', 'a.md', `${matter('date: 2099-01-01')}Text.`, 'a | 2099-01-01 | Text.'],
  ['a folder', 'deep/er/a.md', 'Text.', 'a | Text.'],
  ['a separate folder', 'a/index.md', 'Text.', 'a | Text.'],
  ['a name with a special character', '_a.md', 'Text.', 'no post'],
  ['a folder with a special character', '_old/a.md', 'Text.', 'no post'],
  ['a page', '../about/index.md', 'Text.', 'page'],
  [
    'a link to a post',
    'a.md',
    "See {% post_link other 'the other one' %} and {% post_link deep/third %}.",
    'a | See the other one and third.',
  ],
  ['a link', 'a.md', 'See {% link Harbour https://h.example true Title %}.', 'a | See Harbour.'],
];

describe('a file of a Hexo site', () => {
  it.each(posts)('%s', async (_, path, text, post) => {
    const file = path.startsWith('../') ? `source/${path.slice(3)}` : `source/_posts/${path}`;
    const found = await sitePosts(hexo, { '_config.yml': 'title: T\n', [file]: text, 'source/_posts/z.md': 'z' });
    expect(found[file]).toBe(post);
  });
});

describe('settings of a Hexo site', () => {
  it.each([
    ['names with dates', 'new_post_name: :year-:month-:day-:title.md', '2019-03-10-a.md', 'a | 2019-03-10 | Text.'],
    [
      'names with short dates',
      'new_post_name: :year-:i_month-:i_day-:title.md',
      '2019-3-1-a.md',
      'a | 2019-03-01 | Text.',
    ],
    ['folders of years', 'new_post_name: :year/:month/:day/:title.md', '2019/03/10/a.md', 'a | 2019-03-10 | Text.'],
    ['a name that does not fit', 'new_post_name: :year/:title.md', 'a.md', 'a | Text.'],
    ['a name with a part twice', 'new_post_name: :year/:year-:title.md', '2019/2019-a.md', 'a | Text.'],
    ['files that are not rendered', 'skip_render: _posts/raw/**', 'raw/a.md', 'page'],
    ['files that are not rendered, in a list', 'skip_render:\n  - "*.html"\n  - "_posts/*.md"', 'a.md', 'page'],
    ['another folder that is not rendered', 'skip_render: test/*', 'a.md', 'a | Text.'],
    ['folders of assets', 'post_asset_folder: true', 'a/data.html', 'attachment'],
    ['broken settings', 'title: [', 'a.md', 'a | Text.'],
  ])('%s', async (_, settings, name, post) => {
    const file = `source/_posts/${name}`;
    expect((await sitePosts(hexo, { '_config.yml': settings, [file]: 'Text.' }))[file]).toBe(post);
  });

  it('may hide posts with a future date', async () => {
    const files = { '_config.yml': 'future: false', 'source/_posts/a.md': `${matter('date: 2030-01-02')}Text.` };
    expect(Object.values(await sitePosts(hexo, files))).toEqual(['a | 2030-01-02 | draft | from 2030-01-02 | Text.']);
  });

  it('may name another folder', async () => {
    const files = { '_config.yml': 'source_dir: ./texts/', scaffolds: '', 'texts/_posts/a.md': 'Text.' };
    expect(await sitePosts(hexo, files)).toEqual({ 'texts/_posts/a.md': 'a | Text.' });
  });
});

describe('the folder of a site', () => {
  it.each([
    ['Hexo', ['_config.yml', 'source'], 'hexo'],
    [
      'Hexo with a theme',
      ['_config.yml', '_config.landscape.yml', 'package.json', 'scaffolds', 'source', 'themes'],
      'hexo',
    ],
    ['Hexo without its modules', ['_config.yml', 'scaffolds'], 'hexo'],
    ['Octopress', ['_config.yml', 'source', 'Rakefile', 'sass', 'plugins'], 'jekyll'],
    ['Octopress without its Rakefile', ['_config.yml', 'source', 'sass', 'plugins', 'README.markdown'], 'jekyll'],
    ['Octopress without all but its rack', ['_config.yml', 'source', 'config.ru'], 'jekyll'],
    ['Hexo with plugins', ['_config.yml', 'source', 'package.json', 'plugins', 'sass'], 'hexo'],
    ['either of them', ['_config.yml', 'source'], 'hexo'],
    ['Jekyll with a folder of sources', ['_config.yml', 'source', 'Gemfile'], 'jekyll'],
    ['Jekyll', ['_config.yml', '_posts'], 'jekyll'],
    ['Zola', ['config.toml', 'content', 'templates', 'static'], 'zola'],
    ['Zola with a theme', ['config.toml', 'content', 'sass', 'themes', 'public'], 'zola'],
    ['Zola by its new name', ['zola.toml', 'content'], 'zola'],
    ['Hugo', ['config.toml', 'content', 'archetypes', 'static', 'themes'], 'hugo'],
    ['Hugo with layouts', ['config.toml', 'content', 'layouts', 'templates'], 'hugo'],
    ['Hugo by its new name', ['hugo.toml', 'content', 'templates'], 'hugo'],
    ['Pelican', ['pelicanconf.py', 'content', 'tasks.py', 'Makefile'], 'pelican'],
    ['Nikola', ['conf.py', 'posts', 'pages', 'files'], 'nikola'],
    ['Sphinx', ['conf.py', 'index.rst', 'make.bat', 'posts'], null],
    ['a program', ['conf.py', 'src'], null],
  ])('of %s', (_, names, id) => {
    expect(siteWith(new Set(names))?.id ?? null).toBe(id);
  });
});
