import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlogForm } from '../../../src/blog/drafts/blog-form.ts';
import type { Draft } from '../../../src/blog/drafts/draft.ts';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import { writeDraft } from '../../../src/blog/drafts/write-draft.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const date = new Date('2021-05-06T23:30:00Z');
const place = { date, takenSlugs: new Set<string>() };

function draft(title: string, body: string, more: Partial<Draft> = {}): Draft {
  return { title, body, complete: true, categories: [], tags: [], ...more };
}

/** The form of a blog with one post for each front matter. */
function formOf(source: string, ...frontMatters: readonly string[]): BlogForm {
  return learnForm(
    frontMatters.map((text, i) => readPost(source.replace('N', String(i + 1)), `${text}\nKettles boil.\n`)),
  );
}

const JEKYLL = [
  '---\nlayout: post\ntitle: "Tea"\ndate: 2020-01-01 10:00:00 +0100\ncategory: kitchen\ntags: [tea, hot water]\npermalink: /tea/\n---',
  '---\nlayout: post\ntitle: "Saws"\ndate: 2020-01-02 10:00:00 +0100\ncategory: shed\ntags: [saw]\n---\nThe saw cuts wood, wood, wood.',
];

describe('writeDraft', () => {
  it('writes what the blog would have written', () => {
    const written = writeDraft(
      draft('A "Kettle": Ünder Fire', 'The hot water, the tea! And kettles.'),
      formOf('_posts/2020-01-0N-x.md', ...JEKYLL),
      place,
    );
    expect(written).toEqual({
      fileName: '2021-05-07-a-kettle-under-fire.md',
      slug: 'a-kettle-under-fire',
      title: 'A "Kettle": Ünder Fire',
      category: 'kitchen',
      tags: ['hot water', 'tea'],
      description: 'The hot water, the tea!',
      readingMinutes: 1,
      pictures: [],
      content: `---
layout: post
title: "A \\"Kettle\\": Ünder Fire"
date: 2021-05-07 00:30:00 +0100
category: kitchen
tags: [hot water, tea]
generated: true
---
The hot water, the tea! And kettles.
`,
    });
  });

  it('keeps a given title and given tags word for word', () => {
    const form = formOf('_posts/2020-01-0N-x.md', ...JEKYLL);
    const given = { ...place, title: 'tea  & "Scones"', tags: ['New one', 'saw'] };
    const written = writeDraft(draft('Other', 'The hot water, the tea!', { tags: ['tea'] }), form, given);
    expect(written).toMatchObject({ slug: 'tea-scones', title: given.title, tags: given.tags });
    expect(written.content).toContain('title: "tea  & \\"Scones\\""\n');
    expect(written.content).toContain('\ntags: [New one, saw]\n');
  });

  it('adds given tags to the form of a blog that has none', () => {
    const form = formOf('_posts/2020-01-0N-x.md', '---\ntitle: "Tea"\ndate: 2020-01-01\n---');
    const text = draft('A', 'The tea.');
    expect(writeDraft(text, form, { ...place, tags: ['a, b', 'c'] }).content).toContain('\ntags: ["a, b", c]\n');
    expect(writeDraft(text, form, place).content).not.toContain('tags');
  });

  it('writes TOML for a bundle', () => {
    const form = formOf('content/x/N/index.md', "+++\ntitle = 'A'\ndate = 2020-01-01T10:00:00Z\ntags = ['tea']\n+++\n");
    expect(writeDraft(draft("It's on", 'A {{< figure "x" >}}.'), form, place)).toMatchObject({
      fileName: 'its-on/index.md',
      content: `+++
title = "It's on"
date = 2021-05-06T23:30:00Z
tags = []
generated = true
+++

A {{</* figure "x" */>}}.
`,
    });
  });

  it('writes JSON', () => {
    const form = formOf('N.md', '{ "title": "A", "date": "2020-01-01", "draft": false }');
    expect(writeDraft(draft('A\tB', 'Text.'), form, place).content).toBe(
      '{\n  "title": "A B",\n  "date": "2021-05-06",\n  "generated": true\n}\nText.\n',
    );
  });

  it('uses the given name and label', () => {
    const form = formOf(
      'N.md',
      '---\ntitle: A\nai: true\n---',
      '---\ntitle: B\nai: true\n---',
      '---\ntitle: C\nai: true\n---',
    );
    const front = (label: string | null) =>
      writeDraft(draft('T', 'Text.'), form, { ...place, label }).content.split('---')[1];
    expect(front('machine-made')).toBe('\ntitle: T\nai: true\nmachine-made: true\n');
    expect(front('ai')).toBe('\ntitle: T\nai: true\n');
    expect(front(null)).toBe('\ntitle: T\nai: true\n');
  });

  it('goes in the folders of its date in the blog’s time zone', () => {
    const form = formOf('blog/2020/01/2020-01-0N-x/index.md', '---\ntitle: A\ndate: 2020-01-01 10:00:00 +0200\n---');
    expect(writeDraft(draft('Tea', 'Text.'), form, { ...place, date: new Date('2021-12-31T23:30:00Z') }).fileName).toBe(
      '2022/01/2022-01-01-tea/index.md',
    );
  });

  it('gives the reading time at the blog’s speed', () => {
    const form = formOf('N.md', `---\ntitle: A\nreading_time: 2 min\n---\n${'word '.repeat(198)}`);
    const written = writeDraft(draft('T', 'word '.repeat(360)), form, place);
    expect(written.readingMinutes).toBe(4);
    expect(written.content).toContain('\nreading_time: "4 min"\n');
  });

  it('drops dead links, and writes MDX for .mdx', () => {
    const form = formOf('N.mdx', '---\ntitle: A\n---\nSee [b](/b/).');
    const { content, fileName } = writeDraft(draft('T', 'A {[b](/b/)} and <b>[c](/c/)</b>.'), form, place);
    expect(fileName).toBe('t.mdx');
    expect(content).toContain('\nA \\{[b](/b/)\\} and c.\n');
  });

  it('escapes Nunjucks, including comments', () => {
    const form = { ...formOf('N.md', '---\ntitle: A\n---'), templates: 'nunjucks' } as const;
    expect(writeDraft(draft('T', 'A {# b #} {{ c }} {% d'), form, place).content).toContain(
      'A {% raw %}{# b #}{% endraw %} {% raw %}{{ c }}{% endraw %} {{ "{%" }} d',
    );
  });

  it('writes a description from the first sentence', () => {
    const form = formOf('N.md', "---\ntitle: A\ndescription: 'About: A'\n---");
    expect(writeDraft(draft('B', '## Head\n\nIt’s a kettle. It is hot.'), form, place).content).toContain(
      "\ndescription: 'It’s a kettle.'\n",
    );
  });

  it('uses the given category, or else the model’s own if the blog has it', () => {
    const form = formOf('_posts/2020-01-0N-x.md', ...JEKYLL);
    const kettle = draft('Kettle', 'Kettles boil.', { categories: ['nonsense', 'shed'], tags: ['nonsense', 'saw'] });
    expect(writeDraft(kettle, form, place)).toMatchObject({ category: 'shed', tags: ['saw'] });
    expect(writeDraft(kettle, form, { ...place, category: 'kitchen' }).category).toBe('kitchen');
  });

  it('keeps names complete if the blog separates them by spaces', () => {
    const form = formOf('N.md', '---\ntitle: A\ncategories: shed\n---');
    const content = (category: string): string => writeDraft(draft('B', 'b'), form, { ...place, category }).content;
    expect(content('kitchen')).toContain('\ncategories: kitchen\n');
    expect(content('hot water')).toContain('\ncategories: [hot water]\n');
  });

  it('writes a slug if the blog has slugs, or its site uses them in addresses', () => {
    const post = (more: string) => [
      readPost('content/blog/tea.md', `---\ntitle: "Tea"\n${more}date: 2020-01-01\n---\nx\n`),
    ];
    const takenSlugs = new Set(['c-and-tea']);
    const head = (form: BlogForm) =>
      writeDraft(draft('C# and tea', 'b'), form, { date, takenSlugs }).content.split('\n', 5);
    expect(head(learnForm(post('slug: some-tea\n')))).toEqual([
      '---',
      'title: "C# and tea"',
      'slug: c-and-tea-2',
      'date: 2021-05-06',
      'generated: true',
    ]);
    const site = {
      templates: { md: 'none', mdx: 'none' },
      required: [{ key: 'slug', kind: 'text', choices: [] }],
    } as const;
    expect(head(learnForm(post(''), site))).toContain('slug: "c-and-tea-2"');
    expect(head(learnForm(post(''))).join()).not.toContain('slug');
  });

  it('never uses a slug twice', () => {
    const form = formOf('N.md', '---\ntitle: A\n---');
    const slug = (title: string, ...taken: string[]): string =>
      writeDraft(draft(title, 'b'), form, { date, takenSlugs: new Set(taken) }).slug;
    expect(slug('Tea', 'tea')).toBe('tea-2');
    expect(slug('Tea', 'Tea', 'tea-2')).toBe('tea-3');
    expect(slug('茶')).toBe('茶');
    expect(slug('🎉')).toBe('post');
    expect(slug('Con')).toBe('con-post');
    expect(slug('Straße & Łódź — it’s')).toBe('strasse-lodz-its');
    expect(slug('word '.repeat(40))).toBe('word-'.repeat(12).slice(0, -1));
  });

  it('shows Liquid instead of executing it', () => {
    const form = formOf('_posts/2020-01-0N-x.md', ...JEKYLL);
    const body = 'Say {{ page.title }} {% if x %} {% raw %}{{ y }}{% endraw %} and {{ open';
    expect(writeDraft(draft('B', body), form, place).content).toContain(
      'Say {% raw %}{{ page.title }}{% endraw %} {% raw %}{% if x %}{% endraw %} {% raw %}{{ y }}{% endraw %} and {{ "{{" }} open',
    );
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 20 }).map((points) => String.fromCodePoint(...points)),
  fc
    .array(
      fc.constantFrom(
        '---',
        '+++',
        '"',
        "'",
        ': ',
        ' #',
        '\n',
        '{',
        '}',
        '[',
        ',',
        '\\',
        'no',
        '1',
        '- ',
        '{{',
        '%}',
        '{%',
        'raw',
        'x',
      ),
    )
    .map((pieces) => pieces.join('')),
);

const anyForm = fc.constantFrom(
  formOf('_posts/2020-01-0N-x.md', ...JEKYLL),
  formOf('N.md', '---\ntitle: Plain\ndate: 2020-01-01\ncategories:\n  - a\n---\n'),
  formOf('N.md', "---\ntitle: 'Single'\ntags: a, b\ndescription: d\n---"),
  formOf('N.md', "+++\ntitle = 'A'\ndate = 2020-01-01\n+++\n"),
  formOf('N.md', '+++\ntitle = "A"\ncategories = ["a"]\n+++'),
  formOf('N.md', '{ "title": "A", "pubDate": "July 8, 2022" }'),
  formOf('N.txt', 'No front matter here'),
);

/** What Liquid would output. */
function shown(body: string): string {
  return body.replace(/\{% raw %\}([\s\S]*?)\{% endraw %\}|\{\{ "(\{[{%])" \}\}/g, (_, raw, open) => raw ?? open);
}

describe('any draft in any form', () => {
  it('is a post with its title, its label and its text', () => {
    fc.assert(
      fc.property(anyText, anyText, anyForm, (title, text, form) => {
        const body = text.replace(/\r\n?/g, '\n');
        const written = writeDraft(draft(title, body), form, place);
        const post = readPost(written.fileName, written.content);
        expect(post.title).toBe(written.title);
        expect(post.frontMatter.delimiter).toBe(form.delimiter);
        expect(post.frontMatter.data.generated).toBe(true);
        expect(post.categories).toEqual(written.category === null ? [] : [written.category]);
        expect(post.tags).toEqual(written.tags);
        expect(post.draft).toBe(false);
        expect(post.slug).toBe(written.slug);
        expect(written.slug).toMatch(/^[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u);
        if (form.templates === 'none') expect(post.body.trim()).toBe(body.trim());
        if (form.templates === 'liquid' && !/raw/.test(body)) expect(shown(post.body).trim()).toBe(body.trim());
      }),
      { numRuns: 1000 },
    );
  });

  it('does not change a title of letters, digits and punctuation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), anyForm, (text, form) => {
        const title = text.trim().replace(/\s+/g, ' ');
        fc.pre(title !== '');
        const { fileName, content } = writeDraft(draft(title, 'b'), form, place);
        expect(readPost(fileName, content).title).toBe(title);
      }),
    );
  });

  it('leaves no tag of Liquid outside raw blocks', () => {
    fc.assert(
      fc.property(anyText, (body) => {
        const { content } = writeDraft(draft('T', body), formOf('_posts/2020-01-0N-x.md', ...JEKYLL), place);
        const outside = content.replace(/\{% raw %\}[\s\S]*?\{% endraw %\}|\{\{ "\{[{%]" \}\}/g, '');
        expect(outside).not.toMatch(/\{\{|\{%/);
      }),
    );
  });
});
