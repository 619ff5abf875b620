import { describe, expect, it } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { CorpusTally } from '../../../src/blog/report/corpus-facts.ts';
import { html } from '../../../src/blog/report/html.ts';
import type { Report } from '../../../src/blog/report/report.ts';
import { reportPage } from '../../../src/blog/report/report-page.ts';

function factsOf(texts: readonly string[]) {
  const tally = new CorpusTally();
  texts.forEach((text, i) => {
    const post = readPost(`${2015 + i}-01-02-post-${i}.md`, text);
    tally.add({ path: post.source, post, text: post.body }, 100 * (i + 1));
  });
  return tally.facts;
}

const nothing = { findings: [], redacted: false, boilerplate: [], stripped: false, trackedLinks: 0 };

function pageOf(texts: readonly string[], more: Partial<Report> = {}): string {
  const steps = [{ name: 'train', tokens: 1024 }];
  const report = {
    inputs: ['posts'],
    out: 'training.txt',
    leftOut: [],
    notes: [],
    found: nothing,
    steps,
    context: 1024,
  };
  return reportPage({ ...report, facts: factsOf(texts), ...more });
}

describe('the facts of a corpus', () => {
  it('count words regardless of case, and find typical ones', () => {
    const facts = factsOf(['The Kettle sings.', 'The kettle!', 'The end 2019', 'the', 'the', 'the']);
    expect(facts).toMatchObject({ words: 11, tokens: 2100, distinctWords: 5, wordsUsedOnce: 3 });
    expect(facts.ownWords).toEqual([{ word: 'kettle', count: 2 }]);
    expect(facts.posts[0]).toEqual({
      path: '2015-01-02-post-0.md',
      name: '2015-01-02-post-0.md',
      date: '2015-01-02',
      title: 'post-0',
      year: 2015,
      words: 3,
      tokens: 100,
    });
  });
});

describe('the page of a report', () => {
  it('is self-contained', () => {
    const page = pageOf(['---\ntitle: A <b>title</b> & "more"\n---\nOne https://a.b/c.png two']);
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b|\b(?:src|href|url)\s*[=(]|@import|https?:/i);
    expect(page).toContain('A &#60;b&#62;title&#60;/b&#62; &#38; &#34;more&#34;');
    expect(page).toContain('prefers-color-scheme: dark');
  });

  it('has a column for each year, even without posts', () => {
    const page = pageOf(['one', 'two', 'three']);
    expect([...page.matchAll(/<title>(\d{4}: \d+ posts)<\/title>/g)].map(([, tooltip]) => tooltip)).toEqual([
      '2015: 1 posts',
      '2016: 1 posts',
      '2017: 1 posts',
    ]);
  });

  it('counts the steps of one pass', () => {
    expect(pageOf(Array.from({ length: 50 }, () => 'x'))).toMatch(
      /<td class="number">1,024<\/td><td class="number">125</,
    );
  });

  it('shows what was left out, what was found and what can be done about it', () => {
    const found = {
      ...nothing,
      findings: [{ path: 'a.md', line: 1234, kind: 'secret', name: 'GitHub token', shown: 'ghp_…' }],
      boilerplate: [{ text: 'Cheers,\nAnna', posts: 7 }],
      trackedLinks: 1,
    };
    const leftOut = [{ path: 'b.md', because: 'comment', reason: 'they are comments.', count: 1200 }];
    const page = pageOf(['x'], { found, leftOut });
    expect(page).toContain('comment: 1,200');
    expect(page).toContain('a.md, line 1234');
    expect(page).toMatch(/ghp_….*\n?/);
    expect(page).toContain('Cheers,\nAnna');
    expect(page).toContain('<code>--redact</code>');
    expect(page).toContain('<code>--strip-boilerplate</code>');
    expect(page).toContain('1 link was cleaned');
    const done = pageOf(['x'], { found: { ...found, redacted: true, stripped: true } });
    expect(done).not.toContain('<code>');
  });

  it('works with a single post that has no date and no words', () => {
    const tally = new CorpusTally();
    const post = readPost('a.md', '!');
    tally.add({ path: 'a.md', post, text: '!' }, 2);
    const page = pageOf([], { facts: tally.facts });
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).not.toContain('Year by year');
  });
});

describe('html', () => {
  it('escapes text but not HTML', () => {
    expect(html`<p title="${'"'}">${'<&>'}${html`<b>${1234}</b>`}${['a', '<']}</p>`.text).toBe(
      '<p title="&#34;">&#60;&#38;&#62;<b>1,234</b>a&#60;</p>',
    );
  });
});

it('lists every note, and opens a short list', () => {
  expect(pageOf(['x'])).not.toContain('could not be read');
  const few = pageOf(['x'], { notes: ['a.md, line 3: the date <soon> could not be read.'] });
  expect(few).toContain('<details open><summary>1 note</summary>');
  expect(few).toContain('the date &#60;soon&#62; could not be read.');
  const many = pageOf(['x'], { notes: Array.from({ length: 40 }, (_, i) => `note ${i}`) });
  expect(many).toContain('<details><summary>40 notes</summary>');
  expect(many).toContain('note 39');
});
