import { describe, expect, it } from 'vitest';
import { cleanPost } from '../../../src/blog/corpus/clean-post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const nothing = { boilerplate: new Map<string, number>(), strip: false, redact: false };

function cleaned(text: string, cleaning: Partial<typeof nothing> = {}) {
  return cleanPost(readPost('a.md', text), { ...nothing, ...cleaning });
}

const withoutTracking = (body: string) => cleaned(body).post.body;

describe('cleanPost', () => {
  it.each([
    ['without front matter', '', 0],
    ['in YAML', '---\ntitle: x\n---\n', 3],
    ['in TOML', '+++\ntitle = "x"\ndraft = false\n+++\n', 4],
    ['in JSON', '{\n  "title": "x"\n}\n', 3],
  ])('reports the line of the file: %s', (_, head, lines) => {
    expect(cleaned(`${head}One\n\nanna@kettle.org`).findings).toMatchObject([{ line: lines + 3 }]);
  });

  it('cleans the title too', () => {
    const { findings, post } = cleaned('---\ndate: 2019-01-01\ntitle: Ask anna@kettle.org\n---\nx', { redact: true });
    expect(findings).toEqual([{ kind: 'e-mail address', name: 'e-mail address', shown: 'a…@kettle.org', line: 3 }]);
    expect(post.title).toBe('Ask [e-mail address]');
  });

  it('reports private text, and masks it only if asked to', () => {
    const text = 'Mail <anna@kettle.org> or call +49 30 901820.';
    expect(cleaned(text).post.body).toBe(text);
    const { post, findings } = cleaned(text, { redact: true });
    expect(post.body).toBe('Mail [e-mail address] or call [phone number].');
    expect(findings).toHaveLength(2);
  });

  it('does not report private text in boilerplate that is removed', () => {
    const boilerplate = new Map([['mail anna kettle org', 9]]);
    const text = 'Mine.\n\nMail anna@kettle.org';
    expect(cleaned(text, { boilerplate }).findings).toHaveLength(1);
    const { findings, post } = cleaned(text, { boilerplate, strip: true, redact: true });
    expect([findings, post.body]).toEqual([[], 'Mine.\n\n']);
  });

  it('returns the same object if nothing changes', () => {
    const post = readPost('a.md', 'One.');
    expect(cleanPost(post, nothing).post).toBe(post);
  });
});

describe('tracking parameters', () => {
  it.each([
    ['[a](https://a.b/c?utm_source=x&utm_medium=y)', '[a](https://a.b/c)'],
    ['[a](https://a.b/c?id=1&fbclid=x#top "t")', '[a](https://a.b/c?id=1#top "t")'],
    ['https://a.b/?gclid=1&q=2, and', 'https://a.b/?q=2, and'],
    ['See https://a.b/?utm_campaign=x.', 'See https://a.b/.'],
    ['<a href="https://a.b/?a=1&amp;utm_source=x&amp;b=2">', '<a href="https://a.b/?a=1&amp;b=2">'],
    ['[a]: https://a.b/?mc_cid=1', '[a]: https://a.b/'],
  ])('%s becomes %s', (body, without) => {
    expect(withoutTracking(body)).toBe(without);
    expect(cleaned(body).trackedLinks).toBe(1);
  });

  it.each([
    'https://a.b/?q=utm_source=1',
    'https://a.b/?id=1#?utm_source=x',
    '`https://a.b/?utm_source=x`',
    '```\nhttps://a.b/?utm_source=x\n```',
    'utm_source=x',
  ])('%s stays', (body) => {
    expect(withoutTracking(body)).toBe(body);
    expect(cleaned(body).trackedLinks).toBe(0);
  });
});
