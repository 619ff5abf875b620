import { describe, expect, it } from 'vitest';
import type { PostsEvent, PostsShownEvent } from '../../../src/pipeline/events/posts.ts';
import { memoryProject } from '../../../src/pipeline/memory-project.ts';
import { posts } from '../../../src/pipeline/posts/posts.ts';
import type { PostsGiven } from '../../../src/pipeline/settings/posts.ts';
import { officialTokenizer } from '../../engine/tokens/official.ts';

const vocabulary = officialTokenizer.files();

/** The events of a look at these files in posts/, and the last of them. */
async function look(files: Record<string, string>, given: Partial<PostsGiven> = {}) {
  const inBase = Object.entries(vocabulary).map(([name, text]) => [`base-model/${name}`, text]);
  const inPosts = Object.entries(files).map(([name, text]) => [`posts/${name}`, text]);
  const project = memoryProject({ files: Object.fromEntries([...inBase, ...inPosts]) });
  const events: PostsEvent[] = [];
  for await (const event of posts({ posts: ['posts'], ...given }, project)) events.push(event);
  return { events, shown: events.at(-1) as PostsShownEvent };
}

const tea = '---\ntitle: Tea\ndate: 2019-03-10\n---\nOne two three.\n';

describe('posts', () => {
  it('shows each post, and ends with what it counted', async () => {
    const { events, shown } = await look({ 'tea.md': tea, 'b.md': 'Four five.' });
    const text = (words: string) => officialTokenizer.encode(words).length + 1;
    const seen = [
      { path: 'posts/b.md', title: 'b', date: null, year: null, words: 2, tokens: text('Four five.') },
      {
        path: 'posts/tea.md',
        title: 'Tea',
        date: '2019-03-10',
        year: 2019,
        words: 4,
        tokens: text('Tea\n\nOne two three.'),
      },
    ].map((post) => ({ ...post, name: post.path }));
    expect(events.filter(({ type }) => type === 'post-seen')).toEqual(
      seen.map((post) => ({ type: 'post-seen', ...post })),
    );
    expect(shown).toMatchObject({
      type: 'posts-shown',
      format: 'text',
      seen: 2,
      skipped: [],
      notes: [],
      cleaning: null,
    });
    expect(shown.facts).toMatchObject({ posts: seen, words: 6, tokens: seen[0].tokens + seen[1].tokens });
  });

  it('shows posts in the form that is asked for', async () => {
    const { shown } = await look({ 'tea.md': tea }, { format: 'markdown' });
    expect(shown.format).toBe('markdown');
    const [{ tokens }] = (await look({ 'tea.md': tea })).shown.facts.posts;
    expect(shown.facts.posts[0].tokens).toBeGreaterThan(tokens);
  });

  it('says what is left out, and why, with notes and private things by file and line', async () => {
    const { shown } = await look(
      {
        'a.md': '---\ndate: soon\n---\n\nMail anna@kettle.org',
        'draft.md': '---\ndraft: true\n---\nx',
        'joke.md': 'Ha.',
      },
      { exclude: ['joke.md', 'gone.md'] },
    );
    expect(shown.skipped.map(({ path, because, pattern }) => [path, because, pattern])).toEqual([
      ['posts/draft.md', 'draft', undefined],
      ['posts/joke.md', 'excluded', 'joke.md'],
    ]);
    expect(shown.notes).toEqual([
      expect.stringMatching(/^posts\/a\.md, line 2: .*soon/),
      '--exclude gone.md matches no post in posts.',
    ]);
    expect(shown.cleaning?.findings).toMatchObject([{ path: 'posts/a.md', line: 5, name: 'e-mail address' }]);
    expect(shown.seen).toBe(3);
  });

  it('names an item of an export by the file that an import would write', async () => {
    const item = { id: '1', title: 'Tea', date_published: '2019-03-10T08:00:00Z', content_text: 'One.' };
    const feed = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [item] });
    const { shown } = await look({ 'feed.json': feed }, { posts: ['posts/feed.json'] });
    expect(shown.facts.posts).toMatchObject([
      { path: 'posts/feed.json, item 1 (Tea)', name: 'posts/feed.json/2019-03-10-tea.md' },
    ]);
  });

  it('shows that there is no post, and why', async () => {
    const { shown } = await look({ 'draft.md': '---\ndraft: true\n---\nx' });
    expect(shown.facts).toMatchObject({ posts: [], words: 0, tokens: 0 });
    expect(shown.skipped).toMatchObject([{ because: 'draft' }]);
  });

  it('says that it counts the tokens of another model if the chosen one is not here', async () => {
    const { events, shown } = await look({ 'tea.md': tea }, { model_name: 'smollm2-135m' });
    expect(shown.model).toBe('gpt2');
    expect(events[0]).toEqual({
      type: 'notice',
      text: expect.stringMatching(/^Tokens are counted with GPT-2's vocabulary: The model smollm2-135m is not in /),
    });
    expect((await look({ 'tea.md': tea })).events.filter(({ type }) => type === 'notice')).toEqual([]);
  });

  it('fails if there is no such folder', async () => {
    await expect(look({ 'tea.md': tea }, { posts: ['pots'] })).rejects.toThrow(/did you mean posts\?/);
  });
});
