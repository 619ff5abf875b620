import { describe, expect, it } from 'vitest';
import { PostFault } from '../../../src/blog/posts/post-fault.ts';
import { withdrawnFile } from '../../../src/blog/publishing/withdrawn-file.ts';

const taken = (file: string, head: string | null, isUnchanged: boolean) =>
  withdrawnFile({ source: 'tea.md', file, head, isUnchanged });

const head = '---\nTitle: Tea # my tea\ndraft: true\napproved:  true\n---\n';
const post = '---\nTitle: Tea # my tea\ndate: 2026-07-01\ndraft: false\n---\nTea.\n';

describe('a post that is taken back', () => {
  it('has the front matter of its draft, held back, if nobody changed it', () => {
    expect(taken(post, head, true)).toBe(`${head.replace('true\n---', 'false\n---')}Tea.\n`);
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    expect(taken(windows(post), windows(head), true)).toBe(windows(`${head.replace('true\n---', 'false\n---')}Tea.\n`));
  });

  it('keeps what was edited since, and loses only what publishing sets', () => {
    const edited = '---\nTitle: Green tea\ndate: 2026-07-01\ndraft: false\ntags: [tea]\n---\nGreen tea.\n';
    expect(taken(edited, head, false)).toBe(
      '---\nTitle: Green tea\napproved:  false\ndraft: true\ntags: [tea]\n---\nGreen tea.\n',
    );
    const dated = head.replace('draft', 'date: 2020-01-01 # old\ndraft');
    expect(taken(edited, dated, false)).toContain('\ndate: 2020-01-01 # old\n');
  });

  it('has its day again, even if it was edited since', () => {
    const withDay = head.replace('approved:  true\n', 'approved:  true\napproved_for: 2026-06-30\n');
    for (const isUnchanged of [true, false]) {
      expect(taken(post, withDay, isUnchanged)).toMatch(
        /approved: {2}false\n(?:draft: true\n)?approved_for: 2026-06-30\n/,
      );
    }
  });

  it('keeps its date if its draft is unknown, as in journals of early versions', () => {
    expect(taken(post, null, true)).toBe(post.replace('false\n---', 'false\napproved: false\n---'));
  });

  it('is refused if its front matter is broken by now', () => {
    expect(() => taken('---\ntitle: "Tea\n---\nTea.\n', head, false)).toThrow(PostFault);
  });
});
