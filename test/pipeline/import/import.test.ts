import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { postSources } from '../../../src/blog/import/post-sources.ts';
import { ZipFault } from '../../../src/engine/tokens/zip.ts';
import { type ImportEvent, type ImportedEvent, importPosts, prepare } from '../../../src/index.ts';
import { NoPostsFault } from '../../../src/pipeline/corpus/read-posts.ts';
import type { ImportGiven } from '../../../src/pipeline/settings/import.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { sharedFolder } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { placed, zipOf } from '../samples/place.ts';
import { samples } from '../samples/samples.ts';
import { wordpressFile, wordpressItem, wordpressSample } from '../samples/wordpress.ts';

async function imported(path: string, given: Partial<ImportGiven> = {}) {
  const out = given.out ?? join(temporaryFolder(), 'posts');
  const events: ImportEvent[] = [];
  for await (const event of importPosts({ posts: [path], ...given, out })) events.push(event);
  const summary = events.at(-1) as ImportedEvent;
  const leftOut: Record<string, number> = {};
  for (const { because, count = 1 } of summary.skipped) leftOut[because] = (leftOut[because] ?? 0) + count;
  const names = existsSync(out) ? readdirSync(out) : [];
  const posts = Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  return { out, events, summary, leftOut, posts, reasons: summary.skipped.map(({ reason }) => reason) };
}

/** The message of an import that finds nothing. */
async function refusal(path: string, given: Partial<ImportGiven> = {}): Promise<string> {
  const failure = await imported(path, given).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(NoPostsFault);
  return (failure as NoPostsFault).message;
}

describe('every source', () => {
  it('has a sample of what its system writes', () => {
    expect(samples.map(([name]) => name).sort()).toEqual(postSources.map(({ name }) => name).sort());
  });

  it.each(samples)('%s: its posts are imported, and the rest is skipped', async (name, sample) => {
    const { posts, leftOut, events, summary } = await imported(placed(sample.files, sample.input));
    expect(events).toContainEqual(expect.objectContaining({ type: 'source', source: name }));
    expect(posts).toEqual(sample.posts);
    expect(leftOut).toEqual(sample.leftOut);
    expect(summary.written).toBe(Object.keys(sample.posts).length);
    const leftOutCount = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
    expect(summary.seen).toBe(summary.written + summary.there + leftOutCount);
    for (const { reason } of summary.skipped) expect(reason).toMatch(/^.*[.…]$/i);
  });

  const archives = postSources.filter(({ kind }) => kind === 'archive').map(({ name }) => name);
  it.each(archives)('%s: files beside its posts are counted', async (name) => {
    const { files, input, leftOut: before } = Object.fromEntries(samples)[name];
    const strays = { 'pictures/a.png': 'x', 'pictures/b.PNG': 'x', 'c.csv': 'x', LICENSE: 'x' };
    const packed = Object.entries(files).map(([file, content]) =>
      typeof content === 'string' ? [file, content] : [file, { zip: { ...content.zip, ...strays } }],
    );
    const { leftOut } = await imported(
      placed({ ...Object.fromEntries(packed), ...(input === '' ? strays : {}) }, input),
    );
    expect(leftOut).toEqual({ ...before, 'other file': (before['other file'] ?? 0) + 4 });
  });

  it.each(samples)('%s: its files, read again, give the same posts', async (_, sample) => {
    const first = await imported(placed(sample.files, sample.input));
    const again = await imported(first.out);
    expect(again.posts).toEqual(first.posts);
  });

  it.each(samples)('%s can be prepared as it is', async (_, sample) => {
    const training = async (path: string) => {
      const out = join(temporaryFolder(), 'training.txt');
      for await (const _ of prepare({ posts: [path], out }, { countTokens: (text) => text.length }));
      return readFileSync(out, 'utf8').split('<|endoftext|>\n').sort();
    };
    const source = placed(sample.files, sample.input);
    const { out } = await imported(source);
    const words = (texts: string[]) => texts.map((text) => text.replace(/\s+/g, ' ')).filter((text) => text !== '');
    expect(words(await training(source))).toEqual(words(await training(out)));
  });
});

describe('an import', () => {
  it('overwrites nothing, and writes nothing twice', async () => {
    const { files, input } = wordpressSample;
    const source = placed(files, input);
    const { out, posts } = await imported(source);
    writeFileSync(join(out, '2021-03-14-descaling.md'), 'mine');
    const again = await imported(source, { out });
    expect(again.summary).toMatchObject({ written: 1, there: 1 });
    expect(again.posts).toEqual({
      ...posts,
      '2021-03-14-descaling.md': 'mine',
      '2021-03-14-descaling-2.md': posts['2021-03-14-descaling.md'],
    });
  });

  it('gives posts with the same name separate files, in order', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => `text ${i}`);
    const rows = texts.map((text) => JSON.stringify({ title: 'Same', text }));
    const { posts } = await imported(placed({ 'a.jsonl': rows.join('\n') }, 'a.jsonl'));
    expect(posts['same.md']).toMatch(/text 0\n$/);
    for (let i = 1; i < texts.length; i++) expect(posts[`same-${i + 1}.md`]).toMatch(new RegExp(`text ${i}\\n$`));
  });

  it('includes drafts on request, and marks them in the file', async () => {
    const { files, input } = wordpressSample;
    const { posts, leftOut } = await imported(placed(files, input), { drafts: true });
    expect(leftOut.draft).toBeUndefined();
    expect(posts['2021-03-14-soon.md']).toContain('\ndraft: true\n');
  });

  it('keeps text in an export that looks like a template', async () => {
    const text = 'Write `{{ title }}` and {% include x %} there.';
    const { posts } = await imported(placed({ 'a.jsonl': JSON.stringify({ text }) }, 'a.jsonl'));
    expect(posts).toEqual({ 'post.md': `${text}\n` });
  });

  it('makes names that are valid on every file system', async () => {
    const titles = ['../../etc/passwd', 'Приве́т, мир', 'a'.repeat(300), 'ё'.repeat(300), '???'];
    const rows = titles.map((title) => JSON.stringify({ title, text: title, date: '2020-01-02' }));
    const { posts } = await imported(placed({ 'a.jsonl': rows.join('\n') }, 'a.jsonl'));
    const names = Object.keys(posts).sort();
    expect(names).toHaveLength(titles.length);
    expect(names).toContain('2020-01-02-etc-passwd.md');
    expect(names).toContain('2020-01-02-post.md');
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThan(240);
  });
});

describe('the folder of a site', () => {
  const hugoFiles = { 'hugo.toml': '', 'content/posts/a.md': 'One.', 'content/about.md': 'Two.' };

  it('is read as plain files with --site none', async () => {
    expect(Object.keys((await imported(placed(hugoFiles), { site: 'none' })).posts).sort()).toEqual([
      'a.md',
      'about.md',
    ]);
    expect(Object.keys((await imported(placed(hugoFiles))).posts)).toEqual(['a.md']);
  });

  it('is the site that --site names', async () => {
    const files = { '_posts/2020-01-02-a.md': 'One.', 'hugo.toml': '', 'content/posts/b.md': 'Two.' };
    expect(Object.keys((await imported(placed(files), { site: 'jekyll' })).posts)).toEqual(['2020-01-02-a.md']);
    await expect(imported(placed(files), { site: 'jekyl' })).rejects.toThrow(SettingFault);
  });

  it('is read whole, with a note, if it has none of the usual folders', async () => {
    const { posts, events } = await imported(placed({ '.eleventy.js': '', 'words/a.md': 'One.' }));
    expect(Object.keys(posts)).toEqual(['a.md']);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'note', note: expect.stringMatching(/all of it is read/) }),
    );
  });

  it('of Jekyll may keep its texts in collections', async () => {
    const config = 'collections_dir: sets\ncollections:\n  essays:\n    output: true\n';
    const { posts } = await imported(placed({ '_config.yml': config, 'sets/_essays/a.md': 'One.', 'b.md': 'Two.' }));
    expect(Object.keys(posts)).toEqual(['a.md']);
  });
});

describe('the address in the front matter of a post', () => {
  it.each([
    ['of Hugo', { 'hugo.toml': '' }, 'content/posts/a.md', 'url = "/2019/an-ode/"', ['url: "/2019/an-ode/"']],
    ['in capitals', { 'hugo.toml': '' }, 'content/posts/a.md', 'URL = "/an-ode/"', ['url: "/an-ode/"']],
    [
      'of Jekyll',
      { '_config.yml': '' },
      '_posts/2019-01-02-a.md',
      'permalink: /:year/ode/',
      ['permalink: "/:year/ode/"'],
    ],
    ['both', {}, 'a.md', 'url: /b/\npermalink: "/c: d/"', ['url: "/b/"', 'permalink: "/c: d/"']],
    ['that a template makes', { '.eleventy.js': '' }, 'posts/a.md', 'permalink: "/{{ page.fileSlug }}/"', []],
    ['no text', {}, 'a.md', 'url: [a]\npermalink: 3', []],
  ])('%s', async (_, site, path, line, kept) => {
    const mark = line.includes(' = ') ? '+++' : '---';
    const { posts, out } = await imported(placed({ ...site, [path]: `${mark}\n${line}\n${mark}\nText.\n` }));
    const [text] = Object.values(posts);
    expect(text.match(/^(?:url|permalink):.*$/gm) ?? []).toEqual(kept);
    expect((await imported(out)).posts).toEqual(posts);
  });
});

describe('braces in text', () => {
  it.each([
    [
      'Jekyll',
      { '_config.yml': '', '_posts/2020-01-01-a.md': 'It is {% raw %}{{ title }}{% endraw %}.' },
      'It is {{ title }}.',
    ],
    [
      'Hugo',
      { 'hugo.toml': '', 'content/posts/a.md': '---\ndate: 2020-01-01\n---\nIt is {{ .Title }}.\n\n    {{ end }}' },
      'It is {{ .Title }}.\n\n    {{ end }}',
    ],
    [
      'Astro',
      { 'astro.config.mjs': '', 'src/content/blog/a.md': '---\ndate: 2020-01-01\n---\nIt is {{ x }}.' },
      'It is {{ x }}.',
    ],
  ])('in a post of %s stay text, however often it is imported', async (_, files, body) => {
    const first = await imported(placed(files));
    expect(first.posts).toEqual({
      '2020-01-01-a.md': `---\ndate: 2020-01-01\nrender_with_liquid: false\n---\n\n${body}\n`,
    });
    expect((await imported(first.out)).posts).toEqual(first.posts);
  });

  it('in an export stay text, however often it is imported', async () => {
    const text = 'Write {{ title }} and {% include x %} there.';
    const first = await imported(placed({ 'a.jsonl': JSON.stringify({ title: 'A', text }) }, 'a.jsonl'));
    expect(first.posts).toEqual({ 'a.md': `---\ntitle: "A"\nrender_with_liquid: false\n---\n\n${text}\n` });
    expect((await imported(first.out)).posts).toEqual(first.posts);
  });
});

describe('a site whose Markdown is MDX', () => {
  it('reports an invalid post once', async () => {
    const { posts, events } = await imported(
      placed({ 'docusaurus.config.js': '', 'blog/2020-01-01-a.md': 'One {two' }),
    );
    expect(Object.keys(posts)).toEqual(['2020-01-01-a.md']);
    expect(events.filter(({ type }) => type === 'note')).toEqual([
      expect.objectContaining({ note: expect.stringMatching(/is not valid MDX/) }),
    ]);
  });
});

describe('a broken export', () => {
  const twoItems = wordpressFile(
    wordpressItem({ title: 'One', slug: 'one', content: 'First.' }),
    wordpressItem({ title: 'Two', slug: 'two', content: 'Second.' }),
  );
  const xml = (text: string | Uint8Array) => placed({ 'export.xml': text }, 'export.xml');

  it('without posts is refused', async () => {
    expect(await refusal(xml(wordpressFile()))).toMatch(/There is no post to learn from/);
    expect(await refusal(placed({ 'g.json': '{"db":[{"meta":{},"data":{"posts":[]}}]}' }, 'g.json'))).toMatch(
      /no post/,
    );
    expect(await refusal(placed({ 'a.csv': 'title,text\n' }, 'a.csv'))).toMatch(/no post/);
    expect(await refusal(placed({ 'a.jsonl': '' }, 'a.jsonl'))).toMatch(/no post/);
  });

  it('that breaks off gives the posts before the break, and its line', async () => {
    const { posts, reasons } = await imported(xml(twoItems.slice(0, twoItems.indexOf('Second.') + 3)));
    expect(Object.keys(posts)).toEqual(['2021-03-14-one.md']);
    expect(reasons).toEqual([expect.stringMatching(/^line 46: the file ends here, in the middle/)]);
  });

  it('that is not XML is refused, with the line', async () => {
    const { reasons } = await imported(xml(twoItems.replace('</rss>', '</item></rss>')));
    expect(reasons).toEqual([expect.stringMatching(/^line \d+: it is not well-formed XML: unexpected close tag/)]);
  });

  it('with characters that XML forbids, and HTML entities, is still read', async () => {
    const item = wordpressItem({ title: 'A', slug: 'a', content: 'One\u0008 two.' }).replace(
      '<![CDATA[A]]>',
      'Tea&nbsp;&amp; toast',
    );
    const { posts } = await imported(xml(`\n${wordpressFile(item)}`));
    expect(posts['2021-03-14-a.md']).toMatch(/^title: "Tea & toast"$/m);
  });

  it('with its own entities is refused before they are expanded', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${twoItems.slice(twoItems.indexOf('<rss')).replace('First.', '&b;')}`;
    expect(await refusal(xml(bomb))).toMatch(/declares its own entities/);
    const file = bomb.replace(/<!ENTITY a[^>]*>/, '<!ENTITY a SYSTEM "file:///etc/passwd">');
    expect(await refusal(xml(file))).toMatch(/declares its own entities/);
  });

  it('is read in the encoding that it declares, or that is given', async () => {
    const latin = (declaration: string) =>
      Buffer.from(twoItems.replace(/<\?xml[^>]*>/, declaration).replace('First.', 'Crêpe.'), 'latin1');
    const told = await imported(xml(latin('<?xml version="1.0" encoding="ISO-8859-1"?>')));
    expect(told.posts['2021-03-14-one.md']).toContain('Crêpe.');
    expect(await refusal(xml(latin('<?xml version="1.0"?>')))).toMatch(/not text in utf-8/);
    const given = await imported(xml(latin('<?xml version="1.0"?>')), { encoding: 'latin1' });
    expect(given.posts['2021-03-14-one.md']).toContain('Crêpe.');
  });

  it('of Ghost that is not JSON, or has no posts, is refused', async () => {
    expect(await refusal(placed({ 'g.json': '{"db": [{"data": {\n"posts": [' }, 'g.json'))).toMatch(
      /line 2: it is not valid JSON/,
    );
    expect(await refusal(placed({ 'g.json': '{"db": [{"data": {}}]}' }, 'g.json'))).toMatch(/no "posts" table/);
  });

  it('that is a page instead of a feed is refused', async () => {
    const page =
      '<!DOCTYPE html><html><head><title>Sign in</title></head><body><rss-reader></rss-reader></body></html>';
    expect(await refusal(placed({ 'feed.xml': page }, 'feed.xml'))).toMatch(
      /does not look like a supported export or feed/,
    );
  });

  it('with an unclosed quote is refused, with the line', async () => {
    expect(await refusal(placed({ 'a.csv': 'title,text\na,"never\nends' }, 'a.csv'))).toMatch(
      /line \d: it is not a table/,
    );
  });

  it('with endlessly nested HTML keeps its text', async () => {
    const deep = wordpressFile(
      wordpressItem({ title: 'Deep', slug: 'deep', content: `${'<div>'.repeat(20_000)}Far down.` }),
      wordpressItem({ title: 'One', slug: 'one', content: 'First.' }),
    );
    const { posts } = await imported(xml(deep));
    expect(Object.keys(posts)).toEqual(['2021-03-14-deep.md', '2021-03-14-one.md']);
    expect(posts['2021-03-14-deep.md']).toMatch(/\n\nFar down\.\n$/);
  });
});

describe('a zip archive', () => {
  const story =
    '<html><body><article><h1 class="p-name">A</h1><section class="e-content"><h3>A</h3><p>One.</p></section></article></body></html>';
  const files = { 'profile/profile.html': 'x', 'posts/2019-03-10_A-0123456789ab.html': story };
  const zip = (bytes: Uint8Array) => placed({ 'export.zip': bytes }, 'export.zip');

  it('that is truncated is refused', async () => {
    const whole = zipOf(files);
    await expect(imported(zip(whole.slice(0, whole.length - 30)))).rejects.toThrow(ZipFault);
  });

  it('with a file that unpacks without end skips that file', async () => {
    const bomb = new Uint8Array(2 ** 26 + 1);
    const packed = zipSync({
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
      'posts/2019-03-11_B-0123456789ac.html': bomb,
    });
    expect(packed.length).toBeLessThan(200_000);
    const { posts, reasons } = await imported(zip(packed));
    expect(Object.keys(posts)).toEqual(['2019-03-10-a.md']);
    expect(reasons).toContainEqual(expect.stringMatching(/unpacks to 67108865 bytes/));
  });

  it('that lies about the sizes of its files is refused', async () => {
    const packed = zipOf(files);
    const view = new DataView(packed.buffer, packed.byteOffset);
    for (let at = 0; at < packed.length - 4; at++) {
      // Directory headers, and in each the sizes that it claims.
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2 ** 30, true);
    }
    await expect(imported(zip(packed))).rejects.toThrow(/claims 1073741824 bytes/);
  });

  it('gives the same as the folder it was unpacked into', async () => {
    expect((await imported(placed(files))).posts).toEqual((await imported(zip(zipOf(files)))).posts);
  });

  it('skips names that lead out of it, and reads names with backslashes', async () => {
    const outside = { '../a.html': story, '/b.html': story, 'posts/../../c.html': story, 'C:/d.html': story };
    const { 'posts/2019-03-10_A-0123456789ab.html': _, ...rest } = files;
    const written = { ...rest, ...outside, 'posts\\2019-03-10_A-0123456789ab.html': story, '__MACOSX/x.html': 'x' };
    const { posts, leftOut, reasons } = await imported(zip(zipOf(written)));
    expect(Object.keys(posts)).toEqual(['2019-03-10-a.md']);
    expect(leftOut).toEqual({ 'other file': 5 });
    expect(reasons.filter((reason) => reason === 'its name leads out of the archive.')).toHaveLength(4);
  });

  it('may contain stories without a date in their names', async () => {
    const { posts, events } = await imported(zip(zipOf({ ...files, 'posts/B.html': story.replaceAll('>A<', '>B<') })));
    expect(Object.keys(posts).sort()).toEqual(['2019-03-10-a.md', 'b.md']);
    expect(events.filter(({ type }) => type === 'note')).toEqual([]);
  });

  it('with nothing recognisable is skipped, and named', async () => {
    expect(await refusal(zip(zipOf({ 'a.bin': 'x' })))).toMatch(/does not look like a supported export/);
  });
});

/** The prose or HTML of a Markdown text. */
function outsideCode(markdown: string): string {
  const textOf = (node: { type: string; value?: string; children?: unknown[] }): string => {
    if (node.type === 'text' || node.type === 'html') return node.value ?? '';
    return ((node.children ?? []) as (typeof node)[]).map(textOf).join('\n');
  };
  return textOf(unified().use(remarkParse).parse(markdown));
}

const blog = sharedFolder('blogs/18f/posts');

describe.skipIf(blog === null)('the blog of 18F, laid out as a site', () => {
  const layouts = [
    ['Jekyll', '_config.yml', '_posts', 'about.md', /\{%|\{\{|<iframe|<script|\uE000/],
    // The posts are made for Eleventy, so Hugo does not process their tags.
    ['Hugo', 'hugo.toml', 'content/posts', 'content/about.md', /<iframe|<script|\uE000/],
  ] as const;

  it.each(layouts)(
    'imports completely, as %s',
    async (generator, configuration, folder, page, left) => {
      const site = placed({ [configuration]: '', [page]: '---\ntitle: About\n---\nUs.\n' });
      mkdirSync(join(site, folder), { recursive: true });
      cpSync(blog!, join(site, folder), { recursive: true });
      const { events, summary, posts, leftOut } = await imported(site);
      expect(events[0]).toMatchObject({ type: 'source', source: `a ${generator} site` });
      expect(leftOut).toEqual(generator === 'Jekyll' ? { page: 1, 'other file': 1 } : { page: 1 });
      expect(summary.written).toBe(60);
      for (const [name, text] of Object.entries(posts)) {
        expect(name).toMatch(/^\d{4}-\d{2}-\d{2}-[\p{L}\p{N}_.-]+\.md$/u);
        expect(text, name).toMatch(/^---\ntitle: ".+"\ndate: \d{4}-/);
        const body = text.slice(text.indexOf('\n---\n') + 5);
        // One post shows two braces in a raw block.
        const marks = outsideCode(body).replaceAll('{{ }}', '');
        expect(marks, name).not.toMatch(left);
      }
    },
    120_000,
  );
});

describe('a repository with a site below it', () => {
  const site = {
    'website/docusaurus.config.js': '',
    'website/blog/2020-01-02-a.md': 'One.',
    'packages/x/notes.md': 'Two.',
  };

  it('is read as that site, which is reported', async () => {
    const { events, posts } = await imported(placed({ ...site, 'README.md': 'Three.', 'CONTRIBUTING.md': 'Four.' }));
    expect(Object.keys(posts)).toEqual(['2020-01-02-a.md']);
    expect(events[0]).toMatchObject({
      type: 'source',
      path: expect.stringMatching(/website$/),
      source: 'a Docusaurus site',
    });
  });

  it('is read whole if it has posts itself, or with --site none', async () => {
    expect(Object.keys((await imported(placed({ ...site, 'b.md': 'Three.' }))).posts)).toHaveLength(3);
    expect(Object.keys((await imported(placed(site), { site: 'none' })).posts)).toHaveLength(2);
  });

  it('is read whole if the apparent site has no posts', async () => {
    expect(Object.keys((await imported(placed({ 'docs/_config.yml': '', 'docs/a.md': 'One.' }))).posts)).toEqual([
      'a.md',
    ]);
  });
});
