import { describe, expect, it } from 'vitest';
import { pelican } from '../../../../src/blog/import/sites/pelican.ts';
import { sitePosts } from './site-posts.ts';

/**
 * What Pelican 4 lists for these files, except its category "misc", and drafts and hidden posts, which count as drafts
 * here.
 */
const posts: readonly (readonly [what: string, path: string, text: string, post: string])[] = [
  [
    'metadata',
    'a.md',
    'Title: One\nDate: 2019-03-10 08:30\nCategory: Boats\nTags: a, b c\nSlug: the-one\n\nText.',
    'the-one | 2019-03-10T08:30:00 | One | #a | #b c | @Boats | Text.',
  ],
  [
    'lower case, a colon, semicolons',
    'a.md',
    'title: Two: a tale\ndate: 2019-03-11\ntags: a; b, c\n\nText.',
    'two-a-tale | 2019-03-11 | Two: a tale | #a | #b, c | Text.',
  ],
  ['rules around it', 'a.md', '---\nTitle: Three\nDate: 2019-03-12\n---\nText.', 'three | 2019-03-12 | Three | Text.'],
  [
    'a draft',
    'a.md',
    'Title: Four\nDate: 2019-03-13\nStatus: draft\n\nText.',
    'four | 2019-03-13 | Four | draft | Text.',
  ],
  ['a draft without a date', 'a.md', 'Title: Four\nStatus: Draft\n\nText.', 'four | Four | draft | Text.'],
  [
    'hidden',
    'a.md',
    'Title: Five\nDate: 2019-03-13\nStatus: hidden\n\nText.',
    'five | 2019-03-13 | Five | draft | Text.',
  ],
  ['skipped', 'a.md', 'Title: Six\nDate: 2019-03-13\nStatus: skip\n\nText.', 'no post'],
  ['no date', 'a.md', 'Title: Seven\n\nText.', 'no post'],
  ['no title', 'a.md', 'Date: 2019-03-14\n\nText.', 'no post'],
  ['no metadata', 'a.md', 'Text.', 'no post'],
  ['a blank line above', 'a.md', '\nTitle: Fourteen\nDate: 2019-03-19\n\nText.', 'no post'],
  ['a date in the name', '2019-03-15-nine.md', 'Title: Nine\n\nText.', 'nine | 2019-03-15 | Nine | Text.'],
  ['a folder', 'travel/a.md', 'Title: Ten\nDate: 2019-03-16\n\nText.', 'ten | 2019-03-16 | Ten | @travel | Text.'],
  [
    'a folder in it',
    'travel/far/a.md',
    'Title: Ten\nDate: 2019-03-16\n\nText.',
    'ten | 2019-03-16 | Ten | @far | Text.',
  ],
  ['a page', 'pages/a.md', 'Title: Page\n\nText.', 'page'],
  [
    'continued lines, and a note below',
    'a.md',
    'Title: A\nDate: 2019-03-18\nSummary: One line\n    and another\n\nNote: this is text.',
    'a | 2019-03-18 | A | Note: this is text.',
  ],
  ['text right below', 'a.md', 'Title: A\nDate: 2019-03-19\nText at once.', 'a | 2019-03-19 | A | Text at once.'],
  ['a space before the colon', 'a.md', 'Title : A\nDate: 2019-03-20\n\nText.', 'no post'],
  [
    'a date with a zone',
    'a.md',
    'Title: A\nDate: 2019-03-20T10:00:00+02:00\n\nText.',
    'a | 2019-03-20T10:00:00+02:00 | A | Text.',
  ],
  [
    'a date with an underscore',
    'a.md',
    'Title: A\nDate: 2019-03-22_10:30\n\nText.',
    'a | 2019-03-22T10:30:00 | A | Text.',
  ],
  ['a date in words', 'a.md', 'Title: A\nDate: 10 March 2019\n\nText.', 'a | 2019-03-10 | A | Text.'],
  ['a future date, which Pelican shows', 'a.md', 'Title: A\nDate: 2099-03-19\n\nText.', 'a | 2099-03-19 | A | Text.'],
  ['a key without a value', 'a.md', 'Title: A\nDate: 2019-03-21\nTags:\n\nText.', 'a | 2019-03-21 | A | Text.'],
  [
    'punctuation in the title',
    'a.md',
    'Title: Naïve “quotes” & Co.\nDate: 2019-03-22\n\nText.',
    'naive-quotes-co | 2019-03-22 | Naïve “quotes” & Co. | Text.',
  ],
  ['another extension', 'a.mkd', 'Title: A\nDate: 2019-03-22\n\nText.', 'a | 2019-03-22 | A | Text.'],
  ['a translation', 'a.md', 'Title: Autre\nDate: 2019-03-22\nLang: fr\nSlug: other\n\nTexte.', 'translation'],
  [
    'only another language',
    'a.md',
    'Title: Seul\nDate: 2019-03-22\nLang: fr\n\nTexte.',
    'seul | 2019-03-22 | Seul | Texte.',
  ],
  [
    'links to files',
    'a.md',
    'Title: A\nDate: 2019-03-22\n\n[a]({filename}b.md) ![b]({static}/b.png) [c](|filename|/c.md)',
    'a | 2019-03-22 | A | [a](b.md) ![b](/b.png) [c](/c.md)',
  ],
];

const other = { 'content/other.md': 'Title: Other\nDate: 2019-03-01\n\nText.' };

describe('a file of a Pelican site', () => {
  it.each(posts)('%s', async (_, path, text, post) => {
    const file = `content/${path}`;
    const found = await sitePosts(pelican, { 'pelicanconf.py': "PATH = 'content'\n", ...other, [file]: text });
    expect(found[file]).toBe(post);
  });
});

describe('settings of a Pelican site', () => {
  const text = 'Title: A Tale\nDate: 2030-01-02\n\nText.';
  it.each([
    [
      'a folder of articles',
      "PATH = './texts/'\nARTICLE_PATHS = ['blog', \"notes\"]  # both",
      'texts/notes/a.md',
      'a-tale | 2030-01-02 | A Tale | @notes | Text.',
    ],
    [
      'the site itself',
      "PATH = '.'\nARTICLE_PATHS = [\n  'blog',\n]",
      'blog/a.md',
      'a-tale | 2030-01-02 | A Tale | @blog | Text.',
    ],
    ['excluded folders', "ARTICLE_EXCLUDES = ['old']", 'content/old/a.md', 'page'],
    [
      'folders without categories',
      'USE_FOLDER_AS_CATEGORY = False',
      'content/x/a.md',
      'a-tale | 2030-01-02 | A Tale | Text.',
    ],
    [
      'future dates',
      'WITH_FUTURE_DATES = False',
      'content/a.md',
      'a-tale | 2030-01-02 | A Tale | draft | from 2030-01-02 | Text.',
    ],
    ['slugs from names', "SLUGIFY_SOURCE = 'basename'", 'content/b.md', 'b | 2030-01-02 | A Tale | Text.'],
    [
      'posts that are drafts',
      "DEFAULT_METADATA = {\n    'status': 'draft',\n}",
      'content/a.md',
      'a-tale | 2030-01-02 | A Tale | draft | Text.',
    ],
  ])('%s', async (_, settings, file, post) => {
    expect((await sitePosts(pelican, { 'pelicanconf.py': settings, [file]: text }))[file]).toBe(post);
  });
});
