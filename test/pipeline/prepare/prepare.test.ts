import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type PreparedEvent, type PrepareEvent, prepare } from '../../../src/index.ts';
import type { PrepareGiven } from '../../../src/pipeline/settings/prepare.ts';
import { officialTokenizer } from '../../engine/tokens/official.ts';
import { sharedFolder } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const END = '<|endoftext|>';
const exampleBlog = fileURLToPath(new URL('../../../examples/blog', import.meta.url));

/** A folder `blog` with these files, in a new folder. */
function blogWith(files: Record<string, string | Uint8Array>): string {
  const folder = join(temporaryFolder(), 'blog');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Most tests need only the last event; `out` is next to the blog. */
async function prepared(blog: string, given: Partial<PrepareGiven> = {}) {
  const out = join(blog, '..', 'training.txt');
  const events: PrepareEvent[] = [];
  for await (const event of prepare({ posts: [blog], out, ...given })) events.push(event);
  const summary = events.at(-1) as PreparedEvent;
  const reasons = summary.skipped.map((file) => [file.path.slice(blog.length + 1), file.reason]);
  return { text: readFileSync(out, 'utf8'), events, summary, reasons: Object.fromEntries(reasons) as object };
}

describe('prepare', () => {
  it('writes the posts in sorted order, each followed by the mark', async () => {
    const blog = blogWith({
      'b.md': '---\ntitle: Two\n---\nSecond *post*.\n',
      'a/z.markdown': 'First.',
      'c.TXT': 'Fourth & *last*.',
      'b.mdx': "import X from 'x';\n\nThird {1}.",
      'c.css': 'p {}',
      '.hidden/x.md': 'no',
      'node_modules/y/README.md': 'no',
    });
    const { text, summary } = await prepared(blog);
    const documents = ['First.', 'Two\n\nSecond post.', 'Third .', 'Fourth & *last*.'];
    expect(text).toBe(documents.map((document) => `${document}\n${END}\n`).join(''));
    expect(summary).toMatchObject({ type: 'prepared', posts: 4, words: 7, seen: 5 });
    expect(summary.skipped).toEqual([
      {
        type: 'skipped',
        path: blog,
        because: 'other file',
        reason: 'style, script or code (.css).',
      },
    ]);
    const tokens = documents.map((document) => officialTokenizer.encode(document).length + 1);
    expect(summary.tokens).toBe(tokens.reduce((sum, count) => sum + count));
  });

  it('names what it skips, and why', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
    const blog = blogWith({
      'a.md': 'One.',
      'again.md': 'One.\r\n',
      'broken.md': '---\ntitle: a\ndate: b: c\n---\n',
      'draft.md': '---\ndraft: true\n---\nx',
      'hidden.md': '---\npublished: false\n---\nx',
      '_drafts/idea.md': 'x',
      'empty.md': '---\ntitle: Empty\n---\n<!-- later -->\n',
      'image.md': png,
      'part/_index.md': 'x',
      'README.md': 'How to write posts.',
    });
    symlinkSync(join(blog, 'gone.md'), join(blog, 'link.md'));
    const { text, summary, reasons, events } = await prepared(blog);
    expect(text).toBe(`One.\n${END}\n`);
    expect(summary.posts).toBe(1);
    expect(reasons).toEqual({
      'again.md': expect.stringMatching(/the same as .*a\.md/),
      'broken.md': expect.stringMatching(/^line 3: the YAML is broken: /),
      'draft.md': expect.stringMatching(/draft/),
      'hidden.md': expect.stringMatching(/draft/),
      '_drafts/idea.md': expect.stringMatching(/draft/),
      'empty.md': expect.stringMatching(/no text/),
      'image.md': expect.stringMatching(/PNG|not text/),
      'part/_index.md': expect.stringMatching(/section/),
      'README.md': expect.stringMatching(/folder/),
      'link.md': expect.stringMatching(/broken link/),
    });
    expect(events.filter((event) => event.type === 'skipped')).toHaveLength(10);
  });

  it('skips near-duplicates of newer posts by default, and names the newer post', async () => {
    const story = (end: string) => `${Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ')} ${end}`;
    const blog = blogWith({
      '2019-01-01-story.md': story('old'),
      '2020-01-01-again.md': story('new'),
      '2021-01-01-other.md': 'Other.',
    });
    const { text, summary } = await prepared(blog);
    expect(text).toBe(`${story('new')}\n${END}\nOther.\n${END}\n`);
    const reason = expect.stringMatching(/^\d\d% of it repeats .*2020-01-01-again\.md, which is kept;/);
    const [path, because] = [join(blog, '2019-01-01-story.md'), 'near-duplicate'];
    expect(summary.skipped).toEqual([{ type: 'skipped', path, because, reason }]);
    expect((await prepared(blog, { keep_near_duplicates: true, overwrite: true })).summary.posts).toBe(3);
  });

  it('reports boilerplate, and removes it on request', async () => {
    const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
    const files = letters.map((letter) => [`${letter}.md`, `Story ${letter}.\n\n*Cheers*, Anna\n`]);
    const blog = blogWith({ ...Object.fromEntries(files), 'g.md': 'Cheers, Anna' });
    const { summary, text } = await prepared(blog);
    expect(summary.cleaning).toMatchObject({ boilerplate: [{ text: '*Cheers*, Anna', posts: 7 }], stripped: false });
    expect(text).toContain('Cheers, Anna');
    const stripped = await prepared(blog, { strip_boilerplate: true, overwrite: true });
    expect(stripped.text).toBe(letters.map((letter) => `Story ${letter}.\n${END}\n`).join(''));
    expect(stripped.reasons).toEqual({ 'g.md': expect.stringMatching(/no text besides what repeats/) });
    expect(stripped.summary.cleaning?.stripped).toBe(true);
  });

  it('reports private data with file and line, and masks it on request', async () => {
    const blog = blogWith({ 'a.md': '---\ntitle: T\n---\n\nMail anna@kettle.org' });
    const { summary, text, events } = await prepared(blog);
    expect(summary.cleaning?.findings).toEqual([
      { path: join(blog, 'a.md'), line: 5, kind: 'e-mail address', name: 'e-mail address', shown: 'a…@kettle.org' },
    ]);
    expect(events).toContainEqual(summary.cleaning);
    expect(text).toContain('anna@kettle.org');
    const redacted = await prepared(blog, { redact: true, overwrite: true });
    expect(redacted.text).toBe(`T\n\nMail [e-mail address]\n${END}\n`);
  });

  it('writes a report about the posts, and never overwrites one', async () => {
    const blog = blogWith({ 'a.md': 'One two.', 'b.md': '---\ndraft: true\n---\nx' });
    const report = join(blog, '..', 'report.html');
    const { summary } = await prepared(blog, { report });
    expect(summary.report).toBe(report);
    const page = readFileSync(report, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('it is a draft');
    writeFileSync(report, 'mine');
    const out = join(blog, '..', 'other.txt');
    await expect(prepared(blog, { report, out })).rejects.toThrow(/report\.html already exists/);
    expect([readFileSync(report, 'utf8'), existsSync(out)]).toEqual(['mine', false]);
    await prepared(blog, { report, overwrite: true });
    expect(readFileSync(report, 'utf8')).toBe(page);
  });

  it('includes drafts on request', async () => {
    const blog = blogWith({ 'a.md': '---\ndraft: true\n---\nOne', '_drafts/b.md': 'Two' });
    expect((await prepared(blog, { drafts: true })).text).toBe(`Two\n${END}\nOne\n${END}\n`);
  });

  it('always skips posts written by a model', async () => {
    const blog = blogWith({ 'a.md': 'One', 'b.md': '---\ngenerated: true\ndraft: true\n---\nTwo' });
    const { text, summary } = await prepared(blog, { drafts: true });
    expect(text).toBe(`One\n${END}\n`);
    expect(summary.skipped).toMatchObject([{ because: 'generated' }]);
  });

  it('writes posts as Markdown on request', async () => {
    const blog = blogWith({
      '2019-03-10-a.md': '+++\ntags = ["x"]\ntitle = "One"\n+++\nTwo *three*',
      'b.md': '---\ntags: a\n---\n',
    });
    const { text, summary } = await prepared(blog, { format: 'markdown' });
    const head = '---\ntitle: "One"\ndate: 2019-03-10\noutline:\n- "Two three"\ntags: ["x"]\n---\n\n';
    expect(text).toBe(`${head}Two *three*\n${END}\n`);
    expect((await prepared(blog, { format: 'markdown', overwrite: true })).text).toBe(text);
    expect(summary.skipped).toMatchObject([{ because: 'empty' }]);
  });

  it('reports invalid MDX', async () => {
    const { text, events } = await prepared(blogWith({ 'a.mdx': 'One { two' }));
    expect(text).toBe(`One { two\n${END}\n`);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'note', note: expect.stringMatching(/not valid MDX/) }),
    );
  });

  it('reads every known encoding', async () => {
    const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
    const blog = blogWith({
      'a.md': '\uFEFF---\r\ntitle: Ü\r\n---\r\nOne\r\n',
      'b.md': utf16('---\ntitle: Ö\n---\nTwo'),
      'c.md': Uint8Array.of(0xe4),
    });
    const text = `Ü\n\nOne\n${END}\nÖ\n\nTwo\n${END}\n`;
    expect(await prepared(blog)).toMatchObject({ text, reasons: { 'c.md': expect.stringMatching(/utf-8/) } });
    const given = { encoding: 'latin1', overwrite: true };
    expect((await prepared(blog, given)).text).toBe(`${text}ä\n${END}\n`);
  });

  it('reports its progress', async () => {
    const { events } = await prepared(blogWith({ 'a.md': '1234', 'b.md': '56' }));
    const reading = events.filter((event) => event.type === 'reading');
    expect(reading.map((event) => [event.filesDone, event.bytesDone])).toEqual([
      [0, 4],
      [1, 6],
    ]);
    expect(reading[0]).toMatchObject({ files: 2, bytes: 6 });
  });

  it('does not read its own earlier output', async () => {
    const blog = blogWith({ 'a.md': 'One' });
    const out = join(blog, 'training.txt');
    for (const overwrite of [false, true]) {
      for await (const _ of prepare({ posts: [blog], out, overwrite }));
      expect(readFileSync(out, 'utf8')).toBe(`One\n${END}\n`);
    }
  });
});

describe('prepare leaves everything unchanged', () => {
  it('if the training text exists', async () => {
    const blog = blogWith({ 'a.md': 'One' });
    const out = join(blog, '..', 'training.txt');
    writeFileSync(out, 'mine');
    await expect(prepared(blog)).rejects.toThrow(/training\.txt already exists/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await prepared(blog, { overwrite: true })).text).toBe(`One\n${END}\n`);
  });

  it.each<[string, Record<string, string>, Partial<PrepareGiven>, RegExp]>([
    [
      'no post is left',
      { 'a.md': '---\ndraft: true\n---\nx', 'b.md': '' },
      {},
      /There is no post [\s\S]*a\.md: .*draft[\s\S]*b\.md: .*no text/,
    ],
    ['there is no post', { 'a.css': '' }, {}, /There is no post /],
    ['the encoding is unknown', { 'a.md': 'x' }, { encoding: 'utf-9' }, /utf-9" is not a known encoding/],
    ['a setting is wrong', { 'a.md': 'x' }, { format: 'html' as 'text' }, /^format takes one of text, markdown/],
  ])('if %s', async (_, files, given, message) => {
    const blog = blogWith(files);
    await expect(prepared(blog, given)).rejects.toThrow(message);
    expect(readdirSync(join(blog, '..'))).toEqual(['blog']);
  });

  it('if a folder is misspelt, and suggests the nearest name', async () => {
    const blog = blogWith({ 'posts/a.md': 'x' });
    await expect(prepared(blog, { posts: [join(blog, 'post')] })).rejects.toThrow(/did you mean .*blog.posts\?/);
  });

  it('if it is interrupted', async () => {
    const blog = blogWith({ 'a.md': 'One', 'b.md': 'Two' });
    const out = join(blog, '..', 'training.txt');
    const controller = new AbortController();
    const events = prepare({ posts: [blog], out }, { signal: controller.signal });
    await events.next();
    controller.abort();
    await expect(events.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(join(blog, '..'))).toEqual(['blog']);
  });
});

describe('real blogs', () => {
  it('all of the example blog is read', async () => {
    const out = join(temporaryFolder(), 'training.txt');
    const events: PrepareEvent[] = [];
    for await (const event of prepare({ posts: [join(exampleBlog, '_articles')], out })) events.push(event);
    const summary = events.at(-1) as PreparedEvent;
    expect(summary.posts).toBe(39);
    expect(summary.words).toBeGreaterThan(25_000);
    expect(summary.tokens).toBeGreaterThan(summary.words);
    expect(summary.skipped.filter((file) => file.because !== 'no post')).toEqual([]);
  });

  const shared = sharedFolder('blogs/18f');
  it.skipIf(shared === null)('all of the 18F blog is read, except what describes the folder', async () => {
    const out = join(temporaryFolder(), 'training.txt');
    let summary: PrepareEvent | undefined;
    for await (const event of prepare({ posts: [shared!], out })) summary = event;
    expect(summary).toMatchObject({ type: 'prepared', posts: 60, skipped: [{ because: 'no post' }] });
  });
});
