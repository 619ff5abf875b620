import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../generators.ts';
import { daysFrom, type Listed, type ListedSite, page, plain } from './listed-site.ts';

const list = `{{- $posts := where site.RegularPages "Section" "in" site.Params.mainSections -}}
[{{ range $index, $page := $posts.ByDate.Reverse }}{{ if $index }},{{ end }}
{{ dict "title" .Title "day" (.Date.Format "2006-01-02") "path" .RelPermalink | jsonify }}{{ end }}]`;

const layouts = {
  'layouts/index.json': list,
  'layouts/index.html': '<p>Home</p>',
  'layouts/_default/single.html': '<article>{{ .Content }}</article>',
  'layouts/_default/list.html': '<p>List</p>',
};

/** What is in the list and has its page. */
function published(site: string): Listed[] {
  const found: (Listed & { path: string })[] = JSON.parse(readFileSync(join(site, 'public/index.json'), 'utf8'));
  const isBuilt = ({ path }: { path: string }) => {
    try {
      return readFileSync(join(site, 'public', decodeURI(path), 'index.html')).length > 0;
    } catch {
      return false;
    }
  };
  return found
    .filter(({ path }) => path !== '')
    .filter(isBuilt)
    .map(({ title, day }) => ({ title, day }));
}

const generator = { name: 'Hugo', folder: '', sections: [], built: 'public', ...onPath('hugo', ['--quiet']) };

const hugoByRules: ListedSite = {
  name: 'drafts, dates, bundles, cascades and files that are kept out',
  titles: [
    'Always',
    'An hour ago',
    'Bundle',
    'Bundle with a day',
    'Expires in time',
    'Json',
    'Lastmod',
    'Markdown',
    'Mdown',
    'Named',
    'Named too',
    'New one',
    'No language',
    'North',
    'Not a draft',
    'Note',
    'Page in HTM',
    'Page in HTML',
    'Plain',
    'Published early',
    'Readme with front matter',
    'Slug',
    'South',
    'Toml',
    'Underscore',
    'Url',
  ],
  generator,
  published,
  files: (now) => ({
    ...layouts,
    'hugo.toml': `title = "Stairs"
baseURL = "https://stairs.example/"
disableKinds = ["taxonomy", "term"]
ignoreFiles = ["\\\\.bak\\\\.md$", "/secret-"]
timeZone = "Europe/Oslo"
[params]
  mainSections = ["posts", "notes"]
[outputs]
  home = ["HTML", "JSON"]
[frontmatter]
  date = [":filename", ":default"]
[permalinks]
  posts = "/:year/:slugorfilename/"
`,
    'archetypes/default.md': page('title: Archetype', 'date: 2020-01-01'),
    'content/_index.md': page('title: Home'),
    'content/about.md': page('title: About', 'date: 2019-01-01'),
    'content/posts/_index.md': page('title: Posts'),
    'content/posts/plain.md': page('title: Plain', 'date: 2019-03-10T10:00:00+01:00'),
    'content/posts/markdown.markdown': page('title: Markdown', 'date: 2019-03-11'),
    'content/posts/mdown.mdown': page('title: Mdown', 'date: 2019-03-12'),
    'content/posts/page.html': page('title: Page in HTML', 'date: 2019-03-13'),
    'content/posts/page2.htm': page('title: Page in HTM', 'date: 2019-03-14'),
    'content/posts/bare.html': '<html><body><p>A file without front matter.</p></body></html>',
    'content/posts/times.txt': plain('times'),
    'content/posts/data.json': '{"title": "no post"}',
    'content/posts/toml.md': `+++\ntitle = "Toml"\ndate = 2019-03-15T08:00:00Z\n+++\n${plain('toml')}`,
    'content/posts/json.md': `{ "title": "Json", "date": "2019-03-16" }\n${plain('json')}`,
    'content/posts/draft.md': page('title: Draft', 'date: 2019-03-17', 'draft: true'),
    'content/posts/undraft.md': page('title: Not a draft', 'date: 2019-03-18', 'draft: false'),
    'content/posts/future.md': page('title: Future', 'date: 2099-01-01'),
    'content/posts/later-today.md': page(
      'title: Later',
      `date: ${new Date(now.getTime() + 3_600_000 * 2).toISOString()}`,
    ),
    'content/posts/hour-ago.md': page(
      'title: An hour ago',
      `date: ${new Date(now.getTime() - 3_600_000).toISOString()}`,
    ),
    'content/posts/tomorrow.md': page('title: Tomorrow', `date: ${daysFrom(now, 2)}`),
    'content/posts/publish.md': page('title: Publish later', 'date: 2019-03-19', 'publishDate: 2098-01-01'),
    'content/posts/publish2.md': page(
      'title: Published early',
      `date: ${daysFrom(now, 30)}`,
      'publishdate: 2019-03-01',
    ),
    'content/posts/expired.md': page('title: Expired', 'date: 2019-03-20', 'expiryDate: 2020-01-01'),
    'content/posts/expires.md': page('title: Expires in time', 'date: 2019-03-21', 'expiryDate: 2098-01-01'),
    'content/posts/unpublish.md': page('title: Unpublished', 'date: 2019-03-21', 'unpublishdate: 2020-01-01'),
    'content/posts/2019-04-01-named.md': page('title: Named'),
    'content/posts/2019-04-02-named-too.md': page('title: Named too', 'date: 2018-01-01'),
    'content/posts/2019-04-03-bundle/index.md': page('title: Bundle with a day'),
    'content/posts/bundle/index.md': page('title: Bundle', 'date: 2019-04-04'),
    'content/posts/bundle/part.md': page('title: Part', 'date: 2019-04-05'),
    'content/posts/bundle/more/part.md': page('title: Part of a part', 'date: 2019-04-05'),
    'content/posts/bundle/more/index.md': page('title: Index of a part', 'date: 2019-04-05'),
    'content/posts/headless/index.md': page('title: Headless', 'date: 2019-04-06', 'headless: true'),
    'content/posts/never.md': page('title: Never', 'date: 2019-04-07', '_build:', '  list: never'),
    'content/posts/unrendered.md': page('title: Unrendered', 'date: 2019-04-08', '_build:', '  render: never'),
    'content/posts/link.md': page('title: Link', 'date: 2019-04-09', '_build: {render: link}'),
    'content/posts/always.md': page('title: Always', 'date: 2019-04-10', '_build: {render: always, list: always}'),
    'content/posts/url.md': page(
      'title: Url',
      'date: 2019-04-11',
      'url: /elsewhere/',
      'aliases: [/old/]',
      'type: essay',
    ),
    'content/posts/slug.md': page('title: Slug', 'date: 2019-04-12', 'slug: another'),
    'content/posts/lastmod.md': page('title: Lastmod', 'lastmod: 2019-04-13'),
    'content/posts/old.bak.md': page('title: Ignored', 'date: 2019-04-14'),
    'content/posts/secret-plan.md': page('title: Secret', 'date: 2019-04-14'),
    'content/posts/backup.md~': page('title: Backup', 'date: 2019-04-14'),
    'content/posts/.hidden.md': page('title: Hidden', 'date: 2019-04-14'),
    'content/posts/_partial.md': page('title: Underscore', 'date: 2019-04-15'),
    'content/posts/readme.md': page('title: Readme with front matter', 'date: 2019-04-16'),
    'content/posts/travel/_index.md': page('title: Travel', 'date: 2019-04-17'),
    'content/posts/travel/north.md': page('title: North', 'date: 2019-04-18'),
    'content/posts/travel/deep/er/south.md': page('title: South', 'date: 2019-04-19'),
    'content/posts/wip/_index.md': page('title: Work', 'cascade:', '  draft: true'),
    'content/posts/wip/one.md': page('title: Cascaded draft', 'date: 2019-05-01'),
    'content/posts/wip/two.md': page('title: Out of the cascade', 'date: 2019-05-02', 'draft: false'),
    'content/posts/wip/in/three.md': page('title: Deep draft', 'date: 2019-05-03'),
    'content/posts/asleep/_index.md': page('title: Asleep', 'draft: true'),
    'content/posts/asleep/one.md': page('title: Asleep one', 'date: 2019-05-04'),
    'content/posts/then/_index.md': page('title: Then', 'date: 2096-01-01'),
    'content/posts/then/one.md': page('title: Then one', 'date: 2019-05-04'),
    'content/posts/over/_index.md': page('title: Over', 'expiryDate: 2019-01-01'),
    'content/posts/over/deep/one.md': page('title: Over one', 'date: 2019-05-04'),
    'content/posts/gone/_index.md': page(
      'title: Gone',
      'cascade:',
      '  _build:',
      '    list: never',
      '    render: never',
    ),
    'content/posts/gone/one.md': page('title: Gone one', 'date: 2019-05-04'),
    'content/posts/some/_index.md': page(
      'title: Some',
      'cascade:',
      "- _target: {path: '/posts/some/old*'}",
      '  draft: true',
      "- _target: {kind: section, path: '/posts/some/in/**'}",
      '  draft: true',
      '- date: 2018-08-08',
    ),
    'content/posts/some/old-one.md': page('title: Old one', 'date: 2019-05-05'),
    'content/posts/some/new-one.md': page('title: New one', 'date: 2019-05-06'),
    'content/posts/fr.fr.md': page('title: No language', 'date: 2019-05-07'),
    'content/notes/note.md': page('title: Note', 'date: 2019-05-08'),
    'content/docs/a.md': page('title: Docs a', 'date: 2019-05-09'),
    'content/docs/b.md': page('title: Docs b', 'date: 2019-05-10'),
  }),
};

const hugoByLanguages: ListedSite = {
  name: 'languages by names of files and folders, mounts, a configuration in parts, all kept that is usually not',
  titles: ['Entwurf', 'Oslo', 'Regen', 'Schnee', 'Später', 'Streng', 'Vorbei', 'Wind'],
  generator,
  published,
  files: () => ({
    ...layouts,
    'config/_default/hugo.yaml': `title: Stairs
baseURL: https://stairs.example/
defaultContentLanguage: de
buildFuture: true
buildExpired: true
outputs: {home: [HTML, JSON]}
module:
  mounts:
  - {source: texte, target: content, lang: de}
  - {source: textes, target: content, lang: fr}
  - {source: reisen, target: content/blog/reisen, lang: de, excludeFiles: ['privat*', '**/streng*']}
`,
    'config/_default/params.yaml': 'mainSections: [blog]\n',
    'config/_default/languages.toml': '[de]\nweight = 1\n[fr]\nweight = 2\n',
    'config/production/hugo.json': '{"buildDrafts": true}',
    'texte/blog/regen.md': page('title: Regen', 'date: 2019-03-10'),
    'texte/blog/schnee.md': page('title: Schnee', 'date: 2019-03-11'),
    'texte/blog/wind/index.md': page('title: Wind', 'date: 2019-03-12'),
    'texte/blog/entwurf.md': page('title: Entwurf', 'date: 2019-03-13', 'draft: true'),
    'texte/blog/spaeter.md': page('title: Später', 'date: 2097-03-13'),
    'texte/blog/vorbei.md': page('title: Vorbei', 'date: 2019-03-14', 'expiryDate: 2020-01-01'),
    'texte/impressum.md': page('title: Impressum', 'date: 2019-03-15'),
    'textes/blog/regen.md': page('title: Pluie', 'date: 2019-03-10'),
    'textes/blog/soleil.md': page('title: Soleil', 'date: 2019-03-16'),
    'reisen/oslo.md': page('title: Oslo', 'date: 2019-03-17'),
    'reisen/privat-notiz.md': page('title: Privat', 'date: 2019-03-18'),
    'reisen/streng.md': page('title: Streng', 'date: 2019-03-18'),
    'reisen/nord/streng.md': page('title: Streng im Norden', 'date: 2019-03-18'),
    'content/blog/unseen.md': page('title: Unseen', 'date: 2019-03-19'),
  }),
};

const hugoByNames: ListedSite = {
  name: 'translations beside their originals',
  titles: ['Frost', 'Rain', 'Snow', 'Version'],
  generator,
  published,
  files: () => ({
    ...layouts,
    'config.yaml': `baseURL: https://stairs.example/
defaultContentLanguage: en
outputs: {home: [HTML, JSON]}
params: {MainSections: [essays]}
languages:
  en: {weight: 1}
  fr: {weight: 2, contentDir: content.fr}
  nb: {weight: 3}
`,
    'content/essays/rain.md': page('title: Rain', 'date: 2019-03-10'),
    'content/essays/rain.nb.md': page('title: Regn', 'date: 2019-03-10'),
    'content/essays/only.nb.md': page('title: Bare her', 'date: 2019-03-11'),
    'content/essays/snow.en.md': page('title: Snow', 'date: 2019-03-12'),
    'content/essays/frost/index.md': page('title: Frost', 'date: 2019-03-13'),
    'content/essays/frost/index.nb.md': page('title: Frost paa norsk', 'date: 2019-03-13'),
    'content/essays/_index.nb.md': page('title: Essays'),
    'content/essays/v1.2.md': page('title: Version', 'date: 2019-03-14'),
    'content.fr/essays/rain.md': page('title: Pluie', 'date: 2019-03-10'),
    'content/pages/a.md': page('title: A', 'date: 2019-03-10'),
    'content/pages/b.md': page('title: B', 'date: 2019-03-10'),
  }),
};

export const hugoLists: readonly ListedSite[] = [hugoByRules, hugoByLanguages, hugoByNames];
