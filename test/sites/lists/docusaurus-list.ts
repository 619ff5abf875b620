import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTools } from '../generators.ts';
import { type Listed, type ListedSite, page, plain } from './listed-site.ts';

/** The feeds of both blogs. */
function published(site: string): Listed[] {
  const posts = ['blog', 'journal'].flatMap(
    (blog) =>
      JSON.parse(readFileSync(join(site, `build/${blog}/feed.json`), 'utf8')).items as {
        title: string;
        date_modified: string;
      }[],
  );
  return posts.map(({ title, date_modified }) => ({ title, day: date_modified.slice(0, 10) }));
}

const generator = {
  name: 'Docusaurus',
  folder: '',
  sections: [],
  built: 'build',
  ...inTools('@docusaurus/core', 'docusaurus', ['build']),
};

const docusaurusByNames: ListedSite = {
  name: 'dates in names and folders, titles in headings, two blogs, languages',
  titles: [
    'A day alone',
    'After imports',
    'Bean',
    'Day folder',
    'Day one',
    'Deep',
    'From above',
    'Future',
    'Mdx',
    'Month',
    'Nested',
    'One digit',
    'Other day',
    'Plain',
    'Slug',
    'The lighthouse',
    'The pier',
  ],
  generator,
  published,
  files: () => ({
    'package.json': '{}',
    'docusaurus.config.js': `const feedOptions = { type: 'json', limit: null };
module.exports = {
  title: 'Stairs',
  url: 'https://stairs.example',
  baseUrl: '/',
  onBrokenLinks: 'ignore',
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [['classic', {
    docs: false,
    blog: { path: 'texts', routeBasePath: 'blog', feedOptions: { type: 'json', limit: null }, exclude: ['**/_*.{js,md,mdx}', '**/_*/**', '**/plans/**'], onUntruncatedBlogPosts: 'ignore', onInlineAuthors: 'ignore' },
  }]],
  plugins: [['@docusaurus/plugin-content-blog', { id: 'journal', path: './journal', routeBasePath: 'journal', feedOptions: { type: 'json', limit: null }, onUntruncatedBlogPosts: 'ignore' }]],
};
`,
    'texts/authors.yml': 'ann:\n  name: Ann\n',
    'texts/2022-01-01-plain.md': page('title: Plain'),
    'texts/2022-01-02-mdx.mdx': page('title: Mdx'),
    'texts/2022-1-3-digits.md': page('title: One digit'),
    'texts/2022-01-04.md': page('title: A day alone'),
    'texts/2022-02-05/index.md': page('title: Day folder'),
    'texts/2022/02/03-nested/index.md': page('title: Nested'),
    'texts/2022/02/04/deep.md': page('title: Deep'),
    'texts/2022/02-06-month.md': page('title: Month'),
    'texts/garden/2022-02-07-bean.md': page('title: Bean'),
    'texts/slug.md': page('title: Slug', 'slug: /somewhere/else', 'date: 2022-02-08'),
    'texts/2022-02-09-other.md': page('title: Other day', 'date: 2021-02-09T10:00:00.000Z'),
    'texts/2022-02-10-heading.md': `# The lighthouse\n\n${plain('heading')}`,
    'texts/2022-02-11-underlined.md': `---\ntags: [a]\n---\n\nThe \`pier\`\n========\n\n${plain('underlined')}`,
    'texts/2022-02-12-both.md': `---\ntitle: From above\n---\n\n# From below\n\n${plain('both')}`,
    'texts/2022-02-13-import.mdx': `import React from 'react';\n\n# After imports {#after}\n\n${plain('import')}`,
    'texts/2022-02-14-draft.md': page('title: Draft', 'draft: true'),
    'texts/2022-02-15-unlisted.md': page('title: Unlisted', 'unlisted: true'),
    'texts/2099-02-16-future.md': page('title: Future'),
    'texts/_2022-02-17-partial.md': page('title: Partial'),
    'texts/_parts/2022-02-18-part.md': page('title: Part'),
    'texts/plans/2022-02-19-plan.md': page('title: Plan'),
    'texts/2022-02-20-markdown.markdown': page('title: Markdown'),
    'texts/README.txt': plain('readme'),
    'journal/2022-03-01-day.md': page('title: Day one'),
    'blog/2022-04-01-unused.md': page('title: Unused'),
    'docs/intro.md': page('title: Docs'),
    'i18n/nb/docusaurus-plugin-content-blog/2022-01-01-plain.md': page('title: Norsk'),
    'src/pages/about.md': page('title: About'),
  }),
};

export const docusaurusLists: readonly ListedSite[] = [docusaurusByNames];
