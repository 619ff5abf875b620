import { countWords } from '../blog/corpus/count-words.ts';
import { markedDocument } from '../blog/corpus/end-mark.ts';
import { Tokenizer } from '../engine/tokens/tokenizer.ts';
import { WholeFile } from '../node/files/whole-file.ts';
import { officialVocabulary } from '../node/vocabulary/vocabulary-files.ts';
import type { PassedOver, PassedOverEvent } from './passed-over.ts';
import type { NoteEvent, SourceEvent } from './post-events.ts';
import { readPosts } from './read-posts.ts';
import type { ReadingEvent } from './read-tokens.ts';
import { type PrepareGiven, prepareSettings } from './settings/prepare.ts';
import { checkSettings } from './settings.ts';

/** The training text is whole and in its place. */
export interface PreparedEvent {
  readonly type: 'prepared';
  readonly path: string;
  readonly posts: number;
  readonly words: number;
  /** With the end token of each post. */
  readonly tokens: number;
  readonly passedOver: readonly PassedOver[];
}

export type PrepareEvent = ReadingEvent | SourceEvent | PassedOverEvent | NoteEvent | PreparedEvent;

export interface PrepareOptions {
  readonly signal?: AbortSignal;
  /** Tokens in a text; by default those of GPT-2's vocabulary. */
  readonly countTokens?: (text: string) => number;
}

/**
 * Writes the posts of files, folders and globs into one training text, each followed by a line `<|endoftext|>`.
 * Nothing is at its place before all of it is written; interrupted, or at a fault, it leaves everything as it was.
 * Throws SettingFault, FileExistsFault, WriteFault, and what `readPosts` throws.
 */
export async function* prepare(
  given: PrepareGiven,
  { signal, countTokens }: PrepareOptions = {},
): AsyncGenerator<PrepareEvent, void, undefined> {
  const {
    posts: inputs,
    out,
    format,
    drafts,
    label,
    encoding,
    site,
    overwrite,
  } = checkSettings(prepareSettings, given);
  const tokensOf = countTokens ?? (await officialCounter());
  const file = await WholeFile.create(out, { overwrite });
  try {
    const utf8 = new TextEncoder();
    const passedOver: PassedOver[] = [];
    let [posts, words, tokens] = [0, 0, 0];
    for await (const event of readPosts(inputs, { format, drafts, label, encoding, site, except: out, signal })) {
      if (event.type !== 'document') {
        if (event.type === 'passed over') passedOver.push(event);
        yield event;
        continue;
      }
      await file.write(utf8.encode(markedDocument(event.text)));
      posts++;
      words += countWords(event.text);
      tokens += tokensOf(event.text) + 1;
    }
    await file.commit();
    yield { type: 'prepared', path: out, posts, words, tokens, passedOver };
  } finally {
    await file.discard();
  }
}

async function officialCounter(): Promise<(text: string) => number> {
  const tokenizer = Tokenizer.fromFiles(await officialVocabulary());
  return (text) => {
    let tokens = 0;
    const count = (ids: readonly number[]) => {
      tokens += ids.length;
    };
    tokenizer.encodeInto(text, { push: count });
    return tokens;
  };
}
