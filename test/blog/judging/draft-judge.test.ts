import { describe, expect, it } from 'vitest';
import { DraftJudge, DraftJudgeBuilder } from '../../../src/blog/judging/draft-judge.ts';
import { referenceOf } from '../../../src/blog/judging/reference.ts';

const post = (body: string, source = 'draft.md') => ({ source, extension: '.md', body });

const lamp = post(
  `The lamp in the hall knows about the bus. It goes amber when the bus leaves the depot,\nand
  [red when there is no point](https://bus.example/red) in running for it any more.`,
  'lamp.md',
);
const tide = post(
  `Tides are the only public transport that has never been late here, and nobody thanks them
  for it. I built a clock for them out of a biscuit tin and what was left of the doorbell after the storm.`,
  'tide.md',
);
const judge = DraftJudge.of([lamp, tide]);

const fresh = post(
  `Gulls have opinions about gravel. Every Tuesday one of them carries a pebble up to my roof, lets go, and
  listens, as if the gutter owed it an answer by now.`,
);

describe('DraftJudge', () => {
  it('finds what a draft copies, through links and line breaks', () => {
    const copied = post(
      'Listen: it goes amber when the bus **leaves** the depot, and red when there is no point in it.',
    );
    const { shared } = judge.judge(copied);
    expect(shared.longest).toEqual({
      words: 17,
      passage: 'it goes amber when the bus leaves the depot, and red when there is no point in',
      source: 'lamp.md',
    });
    expect(shared.passages).toEqual([shared.longest]);
    expect(shared.sharedGrams).toBeCloseTo(10 / 12, 12);
  });

  it('gives an original, complete text of the right length the full score', () => {
    expect(judge.judge(fresh)).toMatchObject({ score: 1, repetition: 0, open: [], style: null, bitsPerByte: null });
  });

  it('gives a copied post zero', () => {
    expect(judge.judge({ ...tide, source: 'draft.md' }).score).toBe(0);
  });

  it('compares a post with the others only', () => {
    expect(judge.judge(tide).shared.sharedGrams).toBe(0);
  });

  it('lowers the score of a text that repeats itself', () => {
    const round = judge.judge(post('And then the gull came back to the roof again.\n\n'.repeat(4)));
    expect(round.repetition).toBeGreaterThan(0.6);
    expect(round.score).toBeLessThan(0.4);
  });

  it('lowers the score of a text that is too short or too long', () => {
    const short = judge.judge(post('Gulls have opinions about gravel.'));
    expect(short.score).toBeCloseTo(5 / judge.usual.shortWords, 12);
    const words = Array.from({ length: 4 * judge.usual.longWords }, (_, i) => `word${i}`).join(' ');
    expect(judge.judge(post(`${words}.`)).score).toBeCloseTo(1 / 4, 12);
  });

  it('names what the Markdown leaves unfinished', () => {
    expect(judge.judge(post(`${fresh.body}\n\n\`\`\`js\nlet gull`)).open).toEqual(['code without a closing fence']);
    const cut = judge.judge(post(`${fresh.body} It is **not`));
    expect(cut.open).toEqual(['emphasis that is never closed', 'its last sentence']);
    expect(cut.score).toBeCloseTo(0.8 ** 2, 12);
    expect(judge.judge({ ...post(`${fresh.body} It is **not the`), extension: '.txt' }).open).toEqual([]);
  });

  it('lowers the score of a text that training has made less likely, and of no other', () => {
    expect(judge.withBitsPerByte(judge.judge(fresh), { before: 2, after: 1.5 }).score).toBe(1);
    expect(judge.withBitsPerByte(judge.judge(fresh), { before: 2, after: 2 }).score).toBe(1);
    expect(judge.withBitsPerByte(judge.judge(fresh), { before: 2, after: 2.5 }).score).toBeCloseTo(0.4, 12);
  });

  it('lowers the score of a text in another style, if there are enough posts to know theirs', () => {
    const names = ['gull', 'roof', 'tide', 'lamp', 'bus', 'gate'];
    const calm = (name: string) => `The ${name} is here. It was there. We like the ${name}, as we do.`;
    const loud = (name: string) =>
      `${name.toUpperCase()}!!! NOW!!! And again!!! ${name}!!! Who knew, or who ever will?!!`;
    const many = DraftJudge.of(names.map((name) => post(calm(name), `${name}.md`)));
    const few = DraftJudge.of(names.slice(0, 4).map((name) => post(calm(name), `${name}.md`)));
    const [same, other] = [many.judge(post(calm('kite'))), many.judge(post(loud('kite')))];
    expect(same.style!.distance).toBeLessThanOrEqual(1);
    expect(other.style!.distance).toBeGreaterThan(2);
    expect(other.style!.unlike.map(({ kind, of }) => [kind, of])).toContainEqual(['mark', '!']);
    expect(other.score).toBeLessThan(same.score / 2);
    expect(few.judge(post(loud('kite'))).style).toBeNull();
  });

  it('lowers the score of a text that says nothing of its title, if there are enough posts to know what they say', () => {
    const things = ['gull', 'roof', 'tide', 'lamp', 'bus', 'gate'];
    const titled = (title: string, thing: string) => ({
      ...post(`The ${thing} is here. It was there. We like the ${thing}, as we do.`, `${thing}.md`),
      title,
    });
    // The title of the last one is about something else.
    const posts = things.map((thing, i) => titled(i === 5 ? 'On nothing' : `The ${thing}`, thing));
    const many = DraftJudge.of(posts);
    expect(many.usual.subject).toBe(1);
    expect(many.judge(titled('The kites', 'kite')).subject).toEqual({ words: 1, missing: [] });
    const [kept, other] = [many.judge(titled('Kites', 'kite')), many.judge(titled('Bells', 'kite'))];
    expect(other.subject).toEqual({ words: 1, missing: ['bells'] });
    expect(other.score).toBeCloseTo(kept.score / 2, 12);
    expect(many.judge(titled('We like the', 'kite')).subject).toBeNull();
    expect(many.judge(post('The kite is here.')).subject).toBeNull();
    const few = DraftJudge.of(posts.slice(0, 4));
    expect([few.usual.subject, few.judge(titled('Bells', 'kite')).subject]).toEqual([null, null]);
    const untitled = DraftJudge.of([...posts.slice(0, 4), post('The end is here.', 'end.md')]);
    expect([untitled.usual.style === null, untitled.usual.subject]).toEqual([false, null]);
  });

  it('judges by values that were measured before', () => {
    const builder = new DraftJudgeBuilder();
    builder.add(referenceOf(tide));
    const usual = { shortWords: 1000, longWords: 2000, repetition: 0, style: null };
    expect(builder.finish(usual).judge(fresh).score).toBeCloseTo(judge.judge(fresh).shared.words / 1000, 12);
  });

  it('compares a text that is nested too deeply as plain Markdown', () => {
    expect(judge.judge(post(`${'> '.repeat(1500)}${lamp.body}`)).shared.longest?.words).toBeGreaterThan(15);
  });

  it('cannot judge without posts', () => {
    expect(() => new DraftJudgeBuilder().finish()).toThrow(RangeError);
  });
});
