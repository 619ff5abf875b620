import { describe, expect, it } from 'vitest';
import type { Judgement, UsualPost } from '../../src/blog/judging/judgement.ts';
import { WritingProgress } from '../../src/cli/writing-progress.ts';
import type { RunEvent } from '../../src/pipeline/events/run.ts';

const looked = { number: 1, nextNumber: 2 };
const rejected = (kind: string): RunEvent => ({ type: 'text-rejected', ...looked, kind, reason: kind, copied: null });
const candidate: RunEvent = { type: 'draft-candidate', ...looked, title: 'Tea', judgement: { score: 1 } as Judgement };
const grew: RunEvent = { type: 'text-grew', number: 1, added: 'a ', tokens: 2 };
const usual: UsualPost = { shortWords: 10, longWords: 90, repetition: 0, style: null };
const post = { path: 'new/tea.md', title: 'Tea', words: 30, judgement: { score: 1 } as Judgement };

describe('the progress of writing', () => {
  it('counts posts, drafts for the next one, and rejected texts', () => {
    const writing = new WritingProgress(3);
    writing.add({
      type: 'run-resumed',
      isTrained: true,
      training: { steps: 2, stepsOnThesePosts: 2, usualSteps: null },
      written: 1,
    });
    for (const event of [grew, grew, rejected('too short'), candidate, candidate])
      expect(writing.add(event)).toBe(true);
    expect(writing.state).toEqual({
      done: 1,
      total: 3,
      unit: 'new posts',
      details: ['2 to choose from', '1 rejected', '4 tokens'],
    });
    writing.add({ type: 'post-written', ...looked, post, usual });
    expect(writing.state).toMatchObject({ done: 2, details: [expect.stringContaining('1 '), '4 tokens'] });
  });

  it('summarises the rejected texts, most frequent reason first', () => {
    const writing = new WritingProgress(1);
    expect(writing.rejectedLine).toBeNull();
    writing.add(rejected('no title'));
    expect(writing.rejectedLine).toBe('Rejected 1 text: 1 no title.');
    for (const kind of ['too short', 'too short']) writing.add(rejected(kind));
    expect(writing.rejectedLine).toBe('Rejected 3 texts: 2 too short, 1 no title.');
  });
});
