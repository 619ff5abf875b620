import { markedDocument } from '../../blog/corpus/end-mark.ts';
import { countWords } from '../../blog/language/words.ts';
import type { Project } from '../../project/project.ts';
import { PostReport } from '../corpus/post-report.ts';
import { readPosts } from '../corpus/read-posts.ts';
import { Reckoning } from '../corpus/reckoning.ts';
import { tokenCounter } from '../corpus/token-counter.ts';
import type { PrepareEvent } from '../events/preparing.ts';
import { officialTokenizer } from '../models/tokenizers.ts';
import { type PrepareGiven, prepareSettings } from '../settings/prepare.ts';
import { checkSettings } from '../settings/settings-table.ts';

export interface PrepareOptions {
  /** Counts the tokens of a text; by default with GPT-2's vocabulary. */
  readonly countTokens?: (text: string) => number;
}

/**
 * Writes posts into one training text, each followed by a line `<|endoftext|>`, and optionally a report about them.
 * Files appear only once they are complete; interrupted or failed, it leaves everything unchanged. Throws SettingFault,
 * FileExistsFault, WriteFault, and the faults of `readPosts`.
 */
export async function* prepare(
  given: PrepareGiven,
  project: Project,
  { countTokens }: PrepareOptions = {},
): AsyncGenerator<PrepareEvent, void, undefined> {
  const settings = checkSettings(prepareSettings, given);
  const { posts: inputs, out, overwrite } = settings;
  const tokensOf = countTokens ?? tokenCounter(await officialTokenizer(project));
  const file = await project.files.create(out, { overwrite });
  let report: PostReport | null = null;
  try {
    if (settings.report !== null) report = await PostReport.create(project.files, settings.report, { overwrite });
    const utf8 = new TextEncoder();
    const reckoning = new Reckoning();
    let [posts, words, tokens] = [0, 0, 0];
    for await (const event of readPosts(project, inputs, { ...settings, except: out })) {
      if (event.type !== 'document') {
        reckoning.add(event);
        yield event;
        continue;
      }
      const tokensOfPost = tokensOf(event.text) + 1;
      await file.write(utf8.encode(markedDocument(event.text)));
      report?.add(event, tokensOfPost);
      posts++;
      words += countWords(event.text);
      tokens += tokensOfPost;
    }
    const { skipped, notes, cleaning, seen } = reckoning;
    await report?.write({ inputs, out, skipped, notes, cleaning });
    await file.commit();
    await report?.commit();
    yield { type: 'prepared', path: out, report: settings.report, posts, words, tokens, seen, skipped, cleaning };
  } finally {
    await file.discard();
    await report?.discard();
  }
}
