import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/blog/judging/judgement.ts';
import { WritingProgress } from '../../src/cli/writing-progress.ts';
import type { RunEvent } from '../../src/pipeline/events.ts';

const looked = { number: 1, nextNumber: 2 };
const rejected = (kind: string): RunEvent => ({ type: 'text-rejected', ...looked, kind, reason: kind, copied: null });
const candidate: RunEvent = { type: 'draft-candidate', ...looked, title: 'Tea', judgement: { score: 1 } as Judgement };
const grew: RunEvent = { type: 'text-grew', number: 1, added: 'a ', tokens: 2 };
const post = { path: 'new/tea.md', title: 'Tea', words: 30, judgement: { score: 1 } as Judgement };

describe('the progress of writing', () => {
  it('counts posts, the drafts for the next one, and texts that are none', () => {
    const writing = new WritingProgress(3);
    writing.add({ type: 'run-resumed', isTrained: true, written: 1 });
    for (const event of [grew, grew, rejected('too short'), candidate, candidate])
      expect(writing.add(event)).toBe(true);
    expect(writing.state).toEqual({
      done: 1,
      total: 3,
      unit: 'new posts',
      details: ['2 to choose from', '1 no posts', '4 tokens'],
    });
    writing.add({ type: 'post-written', ...looked, post });
    expect(writing.state).toMatchObject({ done: 2, details: [expect.stringContaining('1 '), '4 tokens'] });
  });

  it('says in one line what was wrong, the most frequent first', () => {
    const writing = new WritingProgress(1);
    expect(writing.rejectedLine).toBeNull();
    writing.add(rejected('no title'));
    expect(writing.rejectedLine).toBe('1 text was no post: 1 no title.');
    for (const kind of ['too short', 'too short']) writing.add(rejected(kind));
    expect(writing.rejectedLine).toBe('3 texts were no posts: 2 too short, 1 no title.');
  });
});
