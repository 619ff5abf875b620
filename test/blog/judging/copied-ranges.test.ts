import { expect, it } from 'vitest';
import { copiedRanges } from '../../../src/blog/judging/copied-ranges.ts';
import { DraftJudge } from '../../../src/blog/judging/draft-judge.ts';

const post = (body: string, source = 'draft.md') => ({ source, extension: '.md', body });
const lamp = post('It goes amber when the bus leaves the depot, and red when there is no point in running.', 'lamp.md');
const judge = DraftJudge.of([lamp]);
const copiesIn = (body: string) => {
  const draft = post(body);
  return copiedRanges(draft, judge.judge(draft).shared.passages).map(({ start, end, words, source }) => [
    body.slice(start, end),
    words,
    source,
  ]);
};

it('finds copied passages in Markdown, with the markup between their words', () => {
  const copy = 'goes amber when the [bus](https://bus.example/red "A bus when the") **leaves** the\ndepot';
  expect(copiesIn(`Look, it\n${copy}. Never mind.`)).toEqual([[`it\n${copy}`, 9, 'lamp.md']]);
});

it('marks a passage each time that it occurs, in order', () => {
  const copy = 'when the bus leaves the depot, and red';
  expect(copiesIn(`Once ${copy}. Twice ${copy}. My own words.`)).toEqual([
    [copy, 8, 'lamp.md'],
    [copy, 8, 'lamp.md'],
  ]);
});

it('leaves out what is not copied, and words that the Markdown writes in another way', () => {
  expect(copiesIn('A gull walked over the roof, and nobody asked it anything at all about the tide.')).toEqual([]);
  expect(copiesIn('when the b&#117;s leaves the depot, and red when there')).toEqual([
    ['when the b&#117;s leaves the depot, and red when there', 10, 'lamp.md'],
  ]);
});
