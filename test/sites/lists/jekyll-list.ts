import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../generators.ts';
import { daysFrom, type Listed, type ListedSite, page, plain } from './listed-site.ts';

const list = `---
---
[{% for post in site.posts %}{% unless forloop.first %},{% endunless %}
{"title": {{ post.title | jsonify }}, "day": "{{ post.date | date: "%Y-%m-%d" }}", "categories": {{ post.categories | jsonify }}}{% endfor %}]
`;

function published(site: string): Listed[] {
  return JSON.parse(readFileSync(join(site, '_site/list.json'), 'utf8')).map(
    ({ title, day, categories }: Listed & { categories: string[] }) => ({
      title,
      day,
      categories: [...categories].sort(),
    }),
  );
}

const generator = {
  name: 'Jekyll',
  folder: '',
  sections: [],
  built: '_site',
  ...onPath('jekyll', ['build', '--quiet']),
};

const jekyllByRules: ListedSite = {
  name: 'names, extensions, folders, defaults and dates',
  titles: [
    'Capital',
    'Dots',
    'Hammer',
    'Htm',
    'Html',
    'Kept',
    'List',
    'Markdown',
    'Mkd',
    'Mkdn',
    'Mkdown',
    'Nested',
    'North too',
    'Not future',
    'One',
    'One digit',
    'Other day',
    'Plain',
    'Published',
    'Rake',
    'Recent',
    'Shore',
    'South',
    'Src',
    'Text',
    'Twice',
    'Two digits',
    'Was at',
    'Words',
    'Year',
  ],
  generator,
  published,
  files: (now) => ({
    'list.json': list,
    '_config.yml': `title: Stairs
timezone: Europe/Oslo
exclude: [attic, "*.secret.md", shed/_posts/2019-03-02-saw.md]
include: [_kept]
defaults:
  - scope: {path: ""}
    values: {layout: none, lang: en}
  - scope: {path: "", type: posts}
    values: {categories: [everything], tags: [plain]}
  - scope: {path: travel, type: post}
    values: {published: false}
  - scope: {path: travel/south}
    values: {published: true, categories: [warm]}
  - scope: {path: "sea/*/_posts"}
    values: {published: false}
  - scope: {path: _posts/years}
    values: {date: "2015-05-05"}
  - scope: {path: about.md}
    values: {published: false}
`,
    'about.md': page('title: About'),
    'README.md': plain('readme'),
    '_posts/2019-03-10-plain.md': page('title: Plain'),
    '_posts/2019-3-1-one-digit.md': page('title: One digit'),
    '_posts/19-03-09-two-digits.md': page('title: Two digits', 'date: 2019-03-09'),
    '_posts/2019-03-11-markdown.markdown': page('title: Markdown'),
    '_posts/2019-03-12-mkd.mkd': page('title: Mkd'),
    '_posts/2019-03-13-mkdn.mkdn': page('title: Mkdn'),
    '_posts/2019-03-14-mkdown.mkdown': page('title: Mkdown'),
    '_posts/2019-03-15-html.html': page('title: Html'),
    '_posts/2019-03-16-htm.htm': page('title: Htm'),
    '_posts/2019-03-17-text.txt': page('title: Text'),
    '_posts/2019-03-18-capital.MD': page('title: Capital'),
    '_posts/2019-03-19-dots-1.2.0.md': page('title: Dots'),
    '_posts/template.md': page('title: Template'),
    '_posts/2019-03-20.md': page('title: No slug'),
    '_posts/x2019-03-20-late.md': page('title: Late date'),
    '_posts/2019_03_20_underscores.md': page('title: Underscores'),
    '_posts/_2019-03-20-partial.md': page('title: Partial'),
    '_posts/2019-03-20-backup.md~': page('title: Backup'),
    '_posts/.2019-03-20-hidden.md': page('title: Hidden'),
    '_posts/2019-03-20-unpublished.md': page('title: Unpublished', 'published: false'),
    '_posts/2019-03-20-published.md': page('title: Published', 'published: true'),
    '_posts/2019-03-21-other-day.md': page('title: Other day', 'date: 2018-02-02 10:00:00 +0100'),
    '_posts/2099-01-01-future.md': page('title: Future'),
    '_posts/2099-01-02-not-future.md': page('title: Not future', 'date: 2019-03-22'),
    [`_posts/${daysFrom(now, -2)}-recent.md`]: page('title: Recent'),
    [`_posts/${daysFrom(now, 2)}-soon.md`]: page('title: Soon'),
    '_posts/2019-03-23-soon-at.md': page(
      'title: Soon at',
      `date: ${new Date(now.getTime() + 7_200_000).toISOString()}`,
    ),
    '_posts/2019-03-24-was-at.md': page('title: Was at', `date: ${new Date(now.getTime() - 7_200_000).toISOString()}`),
    '_posts/2019-03-25-secret.secret.md': page('title: Secret'),
    '_posts/nested/deep/2019-03-26-nested.md': page('title: Nested'),
    '_posts/nested/_posts/2019-03-26-twice.md': page('title: Twice'),
    '_posts/years/2019-03-27-year.md': page('title: Year'),
    '_posts/2019-03-28-words.md': page('title: Words', 'categories: sea rain'),
    '_posts/2019-03-29-list.md': page('title: List', 'categories: [sea, deep rain]'),
    '_posts/2019-03-30-one.md': page('title: One', 'category: deep rain'),
    '_drafts/draft.md': page('title: Draft'),
    '_drafts/2019-03-30-dated-draft.md': page('title: Dated draft'),
    'shed/_posts/2019-03-01-rake.md': page('title: Rake'),
    'shed/_posts/2019-03-02-saw.md': page('title: Saw'),
    'shed/tools/_posts/2019-03-03-hammer.md': page('title: Hammer', 'categories: iron'),
    'shed/_drafts/draft.md': page('title: Shed draft'),
    'travel/_posts/2019-04-01-north.md': page('title: North'),
    'travel/_posts/2019-04-02-north-too.md': page('title: North too', 'published: true'),
    'travel/south/_posts/2019-04-03-south.md': page('title: South'),
    'sea/a/_posts/2019-04-04-sea.md': page('title: Sea'),
    'sea/_posts/2019-04-05-shore.md': page('title: Shore'),
    'attic/_posts/2019-04-06-attic.md': page('title: Attic'),
    '_old/_posts/2019-04-07-old.md': page('title: Old'),
    '_kept/_posts/2019-04-08-kept.md': page('title: Kept'),
    'src/_posts/2019-04-09-src.md': page('title: Src'),
    '_layouts/none.html': '{{ content }}',
    '_includes/part.md': plain('part'),
  }),
};

const jekyllBySettings: ListedSite = {
  name: 'a source and a folder of collections of its own, other extensions, drafts and all dates',
  titles: ['Hidden', 'Later', 'Old', 'Plain', 'Plan', 'Sea', 'Text'],
  generator,
  published,
  files: () => ({
    '_config.yml': `source: ./src
collections_dir: texts
collections: {recipes: {output: true}}
markdown_ext: md,text
future: true
show_drafts: true
unpublished: true
defaults:
  - scope: {path: texts/_posts/old}
    values: {categories: [old]}
`,
    'src/list.json': list,
    'src/texts/_posts/2019-03-10-plain.md': page('title: Plain'),
    'src/texts/_posts/old/2019-03-11-old.md': page('title: Old'),
    'src/texts/_posts/2019-03-12-text.text': page('title: Text'),
    'src/texts/_posts/2019-03-13-hidden.md': page('title: Hidden', 'published: false'),
    'src/texts/_posts/2098-03-13-later.md': page('title: Later'),
    'src/texts/sea/_posts/2019-03-14-sea.md': page('title: Sea'),
    'src/texts/_drafts/plan.md': page('title: Plan', 'date: 2019-03-15'),
    'src/texts/_recipes/2019-03-16-soup.md': page('title: Soup'),
    'src/_posts/2019-03-17-outside.md': page('title: Outside'),
    '_posts/2019-03-18-above.md': page('title: Above'),
    'docs/readme.md': plain('docs'),
  }),
};

export const jekyllLists: readonly ListedSite[] = [jekyllByRules, jekyllBySettings];
