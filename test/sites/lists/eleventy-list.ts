import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTools } from '../generators.ts';
import { daysFrom, type Listed, type ListedSite, page, plain } from './listed-site.ts';

const list = (collection: string) => `---
permalink: /list.json
eleventyExcludeFromCollections: true
---
[{% for post in collections.${collection} | reverse %}{% if not loop.first %},{% endif %}
{"title": {{ post.data.title | dump | safe }}, "day": "{{ post.date.toISOString().slice(0, 10) }}", "url": {{ post.url | dump | safe }}}{% endfor %}]
`;

/** What is in the list and has its page. */
function published(site: string): Listed[] {
  const posts: (Listed & { url: string | false })[] = JSON.parse(readFileSync(join(site, '_site/list.json'), 'utf8'));
  return posts.filter(({ url }) => url !== false).map(({ title, day }) => ({ title, day }));
}

const generator = {
  name: 'Eleventy',
  folder: '',
  sections: [],
  built: '_site',
  ...inTools('@11ty/eleventy', 'eleventy', ['--quiet']),
};

const drafts = `eleventyConfig.addPreprocessor('drafts', '*', (data) => (data.draft ? false : undefined));`;

const eleventyByFolders: ListedSite = {
  name: 'data of folders and files, ignored files, other templates',
  titles: [
    'Dated by folder',
    'Day at the end',
    'Elsewhere',
    'Finished',
    'Folder with a day',
    'Future',
    'Html',
    'Named',
    'Note',
    'Plain',
    'Tagged',
    'Underscore',
  ],
  generator,
  published,
  files: (now) => ({
    'package.json': '{"type": "module"}',
    'list.njk': list('posts'),
    'eleventy.config.js': `export default function (eleventyConfig) {
  // eleventyConfig.ignores.add('content/blog/plain.md');
  eleventyConfig.ignores.add('content/blog/templates/**');
  eleventyConfig.ignores.add("**/scratch-*.md");
  ${drafts}
}
`,
    '.eleventyignore': '# not these\ncontent/blog/ignored.md\ncontent/blog/attic\nREADME.md\n',
    '.gitignore': 'content/blog/local/\n',
    'README.md': plain('readme'),
    'about.md': page('title: About', 'date: 2019-01-01'),
    'content/blog/blog.json': '{"tags": "posts", "layout": "post.njk"}',
    'content/blog/plain.md': page('title: Plain', 'date: 2019-03-10'),
    'content/blog/tagged.md': page('title: Tagged', 'date: 2019-03-11', 'tags: [tea, posts]'),
    'content/blog/html.html': page('title: Html', 'date: 2019-03-12'),
    'content/blog/2019-03-14-named.md': page('title: Named'),
    'content/blog/2019-03-15/folder.md': page('title: Folder with a day'),
    'content/blog/deep/er/x-2019-03-16.md': page('title: Day at the end'),
    'content/blog/future.md': page('title: Future', `date: ${daysFrom(now, 40)}`),
    'content/blog/draft.md': page('title: Draft', 'date: 2019-03-17', 'draft: true'),
    'content/blog/excluded.md': page('title: Excluded', 'date: 2019-03-18', 'eleventyExcludeFromCollections: true'),
    'content/blog/unwritten.md': page('title: Unwritten', 'date: 2019-03-19', 'permalink: false'),
    'content/blog/elsewhere.md': page('title: Elsewhere', 'date: 2019-03-20', 'permalink: /else/'),
    'content/blog/ignored.md': page('title: Ignored', 'date: 2019-03-21'),
    'content/blog/attic/old.md': page('title: Attic', 'date: 2019-03-21'),
    'content/blog/local/note.md': page('title: Local', 'date: 2019-03-21'),
    'content/blog/templates/new.md': page('title: Template', 'date: 2019-03-21'),
    'content/blog/scratch-1.md': page('title: Scratch', 'date: 2019-03-21'),
    'content/blog/_underscore.md': page('title: Underscore', 'date: 2019-03-22'),
    'content/blog/beside.md': page('title: Beside', 'date: 2019-03-23'),
    'content/blog/beside.11tydata.js': `export default { draft: true, eleventyComputed: { slug: (data) => data.title } };`,
    'content/blog/beside2.md': page('title: Beside two', 'date: 2019-03-24'),
    'content/blog/beside2.json': '{"permalink": false}',
    'content/blog/unfinished/unfinished.11tydata.js': `/** None of these. */
export default function () {
  return {
    draft: true, // yet
    fn() { return { draft: false }; },
  };
}
`,
    'content/blog/unfinished/one.md': page('title: Unfinished', 'date: 2019-03-25'),
    'content/blog/unfinished/two.md': page('title: Finished', 'date: 2019-03-26', 'draft: false'),
    'content/blog/dated/dated.11tydata.json': '{"date": "2018-08-08"}',
    'content/blog/dated/one.md': page('title: Dated by folder'),
    'content/blog/list.md': page(
      'title: List',
      'pagination: {data: things, size: 1}',
      'things: []',
      'date: 2019-03-27',
    ),
    'content/blog/text.txt': plain('text'),
    'content/notes/note.md': page('title: Note', 'date: 2019-03-28', 'tags: posts'),
    'content/notes/memo.md': page('title: Memo', 'date: 2019-03-28'),
    '_includes/post.njk': '{{ content | safe }}',
    '_includes/part.md': page('title: Part', 'tags: posts'),
    '_data/data.json': '{}',
  }),
};

const eleventyByTags: ListedSite = {
  name: 'a folder of input, formats of its own, posts by their tag',
  titles: ['Kept', 'North', 'Rain', 'Snow', 'South'],
  generator,
  published,
  files: () => ({
    'src/list.njk': list('post'),
    '.eleventy.js': `module.exports = function (eleventyConfig) {
  ${drafts}
  eleventyConfig.setUseGitIgnore(false);
  return { dir: { input: "src", includes: "_parts", output: "public" , data: "_facts" }, templateFormats: ["md", "njk"] };
};
`.replace('output: "public" ', 'output: "_site"'),
    '.gitignore': 'src/essays/kept.md\n',
    'src/.eleventyignore': 'essays/away.md\n',
    'config/a.js': 'module.exports = {};',
    'src/essays/rain.md': page('title: Rain', 'date: 2019-03-10', 'tags: [post, weather]'),
    'src/essays/snow.md': page('title: Snow', 'date: 2019-03-11', 'tags: post'),
    'src/essays/about.md': page('title: About essays', 'date: 2019-03-12'),
    'src/essays/kept.md': page('title: Kept', 'date: 2019-03-13', 'tags: post'),
    'src/essays/away.md': page('title: Away', 'date: 2019-03-13', 'tags: post'),
    'src/essays/page.html': page('title: Html', 'date: 2019-03-14', 'tags: post'),
    'src/essays/draft.md': page('title: Draft', 'date: 2019-03-15', 'tags: post', 'draft: true'),
    'src/walks/walks.11tydata.cjs': `module.exports = { tags: ['post'], permalink: "/w/{{ page.fileSlug }}/" };`,
    'src/walks/north.md': page('title: North', 'date: 2019-03-16', 'tags: [hills]'),
    'src/walks/south/south.md': page('title: South', 'date: 2019-03-17'),
    'src/about.md': page('title: About', 'date: 2019-03-18'),
    'src/_parts/part.md': page('title: Part', 'tags: post'),
    'src/_facts/facts.json': '{}',
    'posts/outside.md': page('title: Outside', 'date: 2019-03-19', 'tags: post'),
  }),
};

export const eleventyLists: readonly ListedSite[] = [eleventyByFolders, eleventyByTags];
