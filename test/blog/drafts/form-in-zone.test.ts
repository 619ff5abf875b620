import { describe, expect, it, test } from 'vitest';
import { formInZone } from '../../../src/blog/drafts/form-in-zone.ts';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import { writeDraft } from '../../../src/blog/drafts/write-draft.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const tea = { title: 'Tea', body: 'Some tea.', complete: true, categories: [], tags: [] };

/** A draft for a blog with one summer post with this front matter, in a time zone. */
function drafted(frontMatter: string, moment: string, zone: string) {
  const date = new Date(moment);
  const form = learnForm([readPost('_posts/2026-07-01-cup.md', `---\ntitle: Cup\n${frontMatter}---\nA cup.\n`)]);
  return writeDraft(tea, formInZone(form, zone, date), { date, takenSlugs: new Set() });
}

describe('a draft', () => {
  it.each([
    ['2026-11-20T22:30:00Z', 'Europe/Berlin', '2026-11-20 23:30:00 +0100'],
    ['2026-07-20T22:30:00Z', 'Europe/Berlin', '2026-07-21 00:30:00 +0200'],
    ['2026-11-20T22:30:00Z', 'America/New_York', '2026-11-20 17:30:00 -0500'],
  ])('of %s in %s has the offset of that moment, not that of the newest post', (moment, zone, written) => {
    const { content, fileName } = drafted('date: 2026-07-01 09:00:00 +0200\n', moment, zone);
    expect(content).toContain(`date: ${written}\n`);
    expect(fileName).toBe(`${written.slice(0, 10)}-tea.md`);
  });

  it('stays in UTC if the blog writes UTC', () => {
    for (const date of ["'2026-07-01T07:00:00Z'", '2026-07-01 07:00:00 +0000', '2026-07-01 07:00 UTC']) {
      const { content, fileName } = drafted(`date: ${date}\n`, '2026-11-20T22:30:00Z', 'Pacific/Kiritimati');
      expect(content).toContain('2026-11-20');
      expect(fileName).toBe('2026-11-20-tea.md');
    }
  });
});

test('a date without a time, or only in the name, is the day in the zone', () => {
  const moment = '2026-11-20T22:30:00Z';
  expect(drafted('date: 2026-07-01\n', moment, 'Asia/Tokyo')).toMatchObject({
    fileName: '2026-11-21-tea.md',
    content: expect.stringContaining('date: 2026-11-21\n'),
  });
  expect(drafted('', moment, 'Asia/Tokyo').fileName).toBe('2026-11-21-tea.md');
  expect(drafted('', moment, 'America/New_York').fileName).toBe('2026-11-20-tea.md');
});
