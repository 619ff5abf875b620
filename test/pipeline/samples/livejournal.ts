import { lines, type Sample } from './sample.ts';

const entry = (subject: string, security: string, event: string) => `
<entry><itemid>1</itemid><eventtime>2004-05-01 22:10:00</eventtime><logtime>2004-05-01 20:12:31</logtime>
<subject>${subject}</subject><event>${event}</event><security>${security}</security><allowmask>0</allowmask>
<current_mood>awake</current_mood><current_music></current_music></entry>`;

export const livejournalSample: Sample = {
  input: '2004-05.xml',
  files: {
    '2004-05.xml': `<?xml version="1.0" encoding='utf-8'?>
<livejournal>${entry(
      'Late trains',
      'public',
      'I waited with &lt;lj user="ann_b"&gt;,\n&lt;i&gt;again&lt;/i&gt;.\n\n&lt;lj-cut text="More"&gt;It came at one.&lt;/lj-cut&gt; &lt;lj-embed id="1"&gt;x&lt;/lj-embed&gt;',
    )}${entry('Mine', 'private', 'x')}${entry('Ours', 'usemask', 'x')}
</livejournal>`,
  },
  posts: {
    '2004-05-01-late-trains.md': lines(
      '---',
      'title: "Late trains"',
      'date: 2004-05-01T22:10:00',
      '---',
      '',
      'I waited with ann_b,\\',
      '*again*.',
      '',
      'It came at one.',
    ),
  },
  leftOut: { private: 2 },
};
