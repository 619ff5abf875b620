import { CorpusTally } from '../../blog/report/corpus-facts.ts';
import type { Project } from '../../project/project.ts';
import { NoPostsFault, readPosts } from '../corpus/read-posts.ts';
import { Reckoning } from '../corpus/reckoning.ts';
import { tokenCounter } from '../corpus/token-counter.ts';
import type { PostsEvent } from '../events/posts.ts';
import { type PostsGiven, postsSettings } from '../settings/posts.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { findReader } from './find-reader.ts';

/**
 * Shows what a model would learn from: each post, what is left out and why, and what cleaning finds. Writes nothing. That there
 * is no post at all is a finding, not a fault. Throws SettingFault, and the faults of `readPosts` and `describeModel`.
 */
export async function* posts(given: PostsGiven, project: Project): AsyncGenerator<PostsEvent, void, undefined> {
  const settings = checkSettings(postsSettings, given);
  const { model, tokenizer, format, problem } = await findReader(project, settings);
  if (problem !== null) yield { type: 'notice', text: `Tokens are counted with GPT-2's vocabulary: ${problem}` };
  const tokensOf = tokenCounter(tokenizer);
  const reckoning = new Reckoning();
  const tally = new CorpusTally();
  try {
    for await (const event of readPosts(project, settings.posts, { ...settings, format })) {
      if (event.type === 'document') {
        yield { type: 'post-seen', ...tally.add(event, tokensOf(event.text) + 1) };
        continue;
      }
      reckoning.add(event);
      yield event;
    }
  } catch (fault) {
    if (!(fault instanceof NoPostsFault)) throw fault;
  }
  const { skipped, notes, cleaning, seen } = reckoning;
  yield { type: 'posts-shown', model, format, facts: tally.facts, seen, skipped, notes, cleaning };
}
