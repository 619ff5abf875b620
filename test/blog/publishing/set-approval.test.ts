import { expect, it, test } from 'vitest';
import { PostFault } from '../../../src/blog/posts/post-fault.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { queuedDraft } from '../../../src/blog/publishing/queue.ts';
import { setApproval } from '../../../src/blog/publishing/set-approval.ts';

const set = (file: string, approval: 'approved' | 'held back') => setApproval(file, readPost('tea.md', file), approval);

it.each([
  ['a new entry', '---\ntitle: Tea\n---\n\nTea.\n', '---\ntitle: Tea\napproved: true\n---\n\nTea.\n'],
  [
    'an entry with a comment and space',
    '---\ntitle:  Tea # x\napproved:   no   # not yet\nz: 1\n---\nTea.',
    '---\ntitle:  Tea # x\napproved:   true   # not yet\nz: 1\n---\nTea.',
  ],
  [
    'Windows line ends',
    '---\r\ntitle: Tea\r\n---\r\nTea.\r\n',
    '---\r\ntitle: Tea\r\napproved: true\r\n---\r\nTea.\r\n',
  ],
  [
    'mixed line ends',
    '---\r\ntitle: Tea\r\n---\nTea.\r\nOne.\rTwo.\n',
    '---\r\ntitle: Tea\r\napproved: true\n---\nTea.\r\nOne.\rTwo.\n',
  ],
  ['a byte order mark', '\uFEFF---\ntitle: Tea\n---\nTea.', '\uFEFF---\ntitle: Tea\napproved: true\n---\nTea.'],
  [
    'TOML with a table',
    '+++\ntitle = "Tea"\n[extra]\na = 1\n+++\nTea.\n',
    '+++\ntitle = "Tea"\napproved = true\n[extra]\na = 1\n+++\nTea.\n',
  ],
  ['JSON', '{\n  "title": "Tea"\n}\n\nTea.\n', '{\n  "title": "Tea",\n  "approved": true\n}\n\nTea.\n'],
  ['empty front matter', '---\n---\nTea.\n', '---\napproved: true\n---\nTea.\n'],
])('approves a draft with %s, and changes nothing else', (_, file, approved) => {
  expect(set(file, 'approved')).toBe(approved);
});

it('changes an approval to the other one and back, and leaves one that is as wanted', () => {
  const file = '---\r\ntitle: "Tea"\r\napproved: true\r\ntags: [a]\r\n---\r\n\r\nTea.';
  const held = file.replace('true', 'false');
  expect(set(file, 'held back')).toBe(held);
  expect(set(held, 'approved')).toBe(file);
  expect(set(file, 'approved')).toBe(file);
  const yes = '---\napproved: "True"\n---\nTea.';
  expect(set(yes, 'approved')).toBe(yes);
});

const setDay = (file: string, day: string | null) => setApproval(file, readPost('tea.md', file), 'approved', day);

it.each([
  ['YAML', '---\r\ntitle: Tea\r\n---\r\nTea.', 'approved: true\r\napproved_for: 2026-12-05\r\n---'],
  ['TOML', '+++\ntitle = "Tea"\n[extra]\na = 1\n+++\nTea.\n', 'approved = true\napproved_for = 2026-12-05\n[extra]'],
  ['JSON', '{\n  "title": "Tea"\n}\n\nTea.\n', '"approved": true,\n  "approved_for": "2026-12-05"\n}'],
])('writes, changes and removes the day in %s, and leaves one that is as wanted', (_, file, expected) => {
  const dated = setDay(file, '2026-12-05');
  expect(dated).toContain(expected);
  expect(setDay(dated, '2026-12-05')).toBe(dated);
  expect(setDay(dated, '2027-01-01')).toBe(dated.replace('2026-12-05', '2027-01-01'));
  expect(setDay(dated, null)).toBe(set(file, 'approved'));
  expect(setApproval(dated, readPost('tea.md', dated), 'held back')).toBe(dated.replace('true', 'false'));
});

test('a day that cannot be written in place is refused', () => {
  const map = '---\n{title: Tea, tags: [a]}\n---\nTea.\n';
  expect(() => setDay(map, '2026-12-05')).toThrow(
    'put approved: true and approved_for: 2026-12-05 on lines of their own, by hand.',
  );
});

test('front matter that cannot be edited in place is refused', () => {
  expect(() => set('Tea.\n', 'approved')).toThrow('it has no front matter. Add some with a title and approved: true.');
  expect(() => set('---\ntitle: Tea\naproved: true\n---\nTea.\n', 'approved')).toThrow('did you mean approved?');
  const map = '---\n{title: Tea, tags: [a]}\n---\nTea.\n';
  expect(() => set(map, 'held back')).toThrow(PostFault);
  expect(() => set(map, 'held back')).toThrow('put approved: false on a line of its own, by hand.');
  expect(queuedDraft('tea.md', readPost('tea.md', map)).approval).toBe('unreviewed');
});
