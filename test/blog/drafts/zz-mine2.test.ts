import { it } from 'vitest';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import { draftFromText } from '../../../src/blog/drafts/draft.ts';
import { writeDraft } from '../../../src/blog/drafts/write-draft.ts';
it('x', () => { let o='';
 for (const d of ['examples/blog/_articles','../shared/blogs/18f/posts']) {
  const posts = readdirSync(d).filter(f=>f.endsWith('.md')).map(f => readPost(`${d}/${f}`, readFileSync(`${d}/${f}`,'utf8')));
  const draft = draftFromText('The shed: a "return" #1\n\nI went to the shed, {{ and }} found that the doorbell *had stopped.\n\nThe servo was quite broken, of course, and Anselm said it was in E flat {% raw %}, which it was, more or less. We ate toast. Then we mended the relay and the solenoid, and wrote down what we had learnt.\n\n```js\nlet a = 1;\n\nAnd th');
  if (!('title' in draft)) { o += JSON.stringify(draft); continue; }
  const w = writeDraft(draft as never, learnForm(posts), { date: new Date('2026-01-02T03:04:05Z'), takenSlugs: new Set(posts.map(p=>p.slug)) });
  o += `${w.fileName}\n${w.content}\n=== ${JSON.stringify(readPost(w.fileName, w.content).frontMatter.data)}\n\n`;
 } writeFileSync('/tmp/zz-mine.txt', o); });
