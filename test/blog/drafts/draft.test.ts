import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, draftFromText } from '../../../src/blog/drafts/draft.ts';

const PROSE =
  'The kettle has opinions, and on most mornings it is willing to share them with anybody who comes near it. ' +
  'I have tried to reason with it. It has a lid, and the lid is where the trouble starts and where it ends.';

/** Any code points, including unpaired surrogates and control characters. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60 })
  .map((points) => String.fromCodePoint(...points));

function draftOf(text: string, options?: { complete: boolean }): Draft {
  const draft = draftFromText(text, options);
  if ('reason' in draft) throw new Error(draft.reason);
  return draft;
}

describe('draftFromText', () => {
  it('takes the first line as the title, the rest as the body', () => {
    expect(draftOf(`\n\n# "A Kettle With Opinions."\n\n${PROSE}\n`)).toEqual({
      title: 'A Kettle With Opinions',
      body: PROSE,
      complete: true,
      categories: [],
      tags: [],
    });
  });

  it('keeps a given title, which the text may repeat or lack', () => {
    const title = 'one "Kettle": <b>, *two*.';
    for (const text of [PROSE, `# ${title}\n\n${PROSE}`, `---\ntitle: "x"\ntags: [a]\n---\n\n${PROSE}`]) {
      const draft = draftFromText(text, { complete: true, title });
      expect(draft).toMatchObject({ title, complete: true });
      expect((draft as Draft).body.endsWith(PROSE)).toBe(true);
      expect((draft as Draft).body).not.toContain('title:');
    }
    expect(draftFromText('Hm.', { title })).toMatchObject({ kind: 'too short' });
    expect(draftFromText(`Tea\n\n${PROSE}`, { title: null })).toMatchObject({ title: 'Tea' });
  });

  it('removes the unfinished end', () => {
    const text = `Kettle\n\n${PROSE} And then the`;
    expect(draftOf(text)).toMatchObject({ body: PROSE, complete: false });
    expect(draftOf(text, { complete: true })).toMatchObject({ body: PROSE, complete: false });
    expect(draftOf(`Kettle\n\n${PROSE}`, { complete: false })).toMatchObject({ body: PROSE, complete: false });
  });

  it.each(['— Tess', '[The next post](/two/)', '- [One](/one/)\n- two kettles, a shed and the moon'])(
    'keeps %j at the end of a text that the model ended',
    (end) => {
      const body = `${PROSE}\n\n${end}`;
      expect(draftOf(`Kettle\n\n${body}`, { complete: true })).toMatchObject({ body, complete: true });
    },
  );

  it.each(['And then,', 'He wrote kettle(', 'So the whole of it was in the'])(
    'removes %j although the model ended there',
    (end) => {
      const text = `Kettle\n\n${PROSE}\n\n${end}`;
      expect(draftOf(text, { complete: true })).toMatchObject({ body: PROSE, complete: false });
    },
  );

  it('also removes an unfinished list item if other items end like sentences', () => {
    const list = '1. It is hot.\n2. It is loud.';
    const text = `Kettle\n\n${PROSE}\n\n${list} The lid gives you an order, as a`;
    expect(draftOf(text, { complete: true })).toMatchObject({ body: `${PROSE}\n\n${list}`, complete: false });
  });

  it('begins with a complete sentence if the first line is a paragraph', () => {
    expect(draftOf(`${PROSE}\n\n${PROSE} Again.`)).toMatchObject({
      title: 'The kettle has opinions',
      body: `${PROSE}\n\n${PROSE} Again.`,
    });
    const short = 'The kettle is hot. ';
    expect(draftOf(`${short}${PROSE}`)).toMatchObject({ title: 'The kettle is hot', body: PROSE });
  });

  it('reads front matter that the model wrote', () => {
    const text = `---\ntitle: "Kettle: A Story"\ndate: 2020-01-01\ncategory: life\ntags: [tea, heat]\n---\n\n# Kettle: A Story\n\n${PROSE}`;
    expect(draftOf(text)).toMatchObject({
      title: 'Kettle: A Story',
      body: PROSE,
      categories: ['life'],
      tags: ['tea', 'heat'],
    });
  });

  it.each([
    ['broken', `---\ntitle: "Kettle\ntags: [a\n---\n${PROSE}`],
    ['never closed', `---\ntitle: Kettle\ntags: a\n\n${PROSE}`],
  ])('uses only the title from front matter that is %s', (_, text) => {
    expect(draftOf(text)).toMatchObject({ title: expect.stringMatching(/^"?Kettle$/), body: PROSE, tags: [] });
  });

  it('says why a text is not a post', () => {
    expect(draftFromText('')).toEqual({ kind: 'without a title', reason: expect.stringMatching(/^it has no title/) });
    expect(draftFromText(`\`\`\`\n${PROSE}\n\`\`\``)).toEqual({
      kind: 'without a title',
      reason: expect.stringMatching(/^it has no title/),
    });
    expect(draftFromText('Kettle\n\nIt is hot.')).toEqual({
      kind: 'too short',
      reason: 'it has 3 words under its title, fewer than 30',
    });
  });

  it('keeps the text before any noise', () => {
    fc.assert(
      fc.property(anyText, (noise) => {
        const draft = draftOf(`Kettle\n\n${PROSE}\n\n${noise}\n\n${PROSE.slice(0, 40)}.`);
        expect(draft.title).toBe('Kettle');
        expect(draft.body.startsWith(PROSE)).toBe(true);
        expect(draft.body).not.toMatch(/^\n|\s$|\p{Cs}/u);
      }),
    );
  });
});
