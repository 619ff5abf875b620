import { expect, test } from 'vitest';
import { difference } from '../../../src/blog/publishing/difference.ts';
import { filesOfDifference, hunksBetween } from '../../../src/studio/pages/parts/diff-lines.ts';

test('a difference is read as publish --dry-run shows it', () => {
  const text = difference({
    before: { path: '_drafts/tea.md', text: 'title: Tea\napproved: true\n' },
    after: { path: '_posts/tea.md', text: 'title: Tea\n' },
  });
  expect(filesOfDifference(text)).toEqual([
    {
      before: '_drafts/tea.md',
      after: '_posts/tea.md',
      hunks: [
        {
          line: 1,
          lines: [
            { kind: 'same', text: 'title: Tea' },
            { kind: 'removed', text: 'approved: true' },
          ],
        },
      ],
    },
  ]);
  const [made] = filesOfDifference(
    difference({ before: { path: 'a', text: null }, after: { path: 'a', text: 'x\n' } }),
  );
  expect([made.before, made.after]).toEqual([null, 'a']);
});

test('two texts give the lines that changed, and where', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `${index}`);
  const after = lines.with(10, 'ten').join('\n');
  const [hunk, ...others] = hunksBetween(lines.join('\n'), after);
  expect([hunk.line, others]).toEqual([8, []]);
  expect(hunk.lines.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'removed', text: '10' },
    { kind: 'added', text: 'ten' },
  ]);
  expect(hunksBetween('a', 'a')).toEqual([]);
  expect(hunksBetween('a', 'a\n')[0].lines).toEqual([
    { kind: 'removed', text: 'a' },
    { kind: 'added', text: 'a' },
  ]);
});
