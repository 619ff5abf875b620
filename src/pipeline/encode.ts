import { NpzWriter } from '../engine/tokens/npz.ts';
import { Tokenizer } from '../engine/tokens/tokenizer.ts';
import { WholeFile } from '../node/files/whole-file.ts';
import { modelVocabulary, officialVocabulary } from '../node/vocabulary/vocabulary-files.ts';
import { type ReadingEvent, readTokens } from './read-tokens.ts';
import { type EncodeGiven, encodeSettings } from './settings/encode.ts';
import { checkSettings } from './settings.ts';

/** The token file is whole and in its place. */
export interface EncodedEvent {
  readonly type: 'encoded';
  readonly path: string;
  readonly tokens: number;
  readonly chunks: number;
}

/**
 * Encodes text files into one token file, which NumPy and the scripts of 2019 read too. Nothing is at its place
 * before all of it is written; interrupted, or at a fault, it leaves everything as it was.
 * Throws SettingFault, FileExistsFault, NoVocabularyFault, VocabularyFault, WriteFault, and what `readTokens` throws.
 */
export async function* encode(
  given: EncodeGiven,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<ReadingEvent | EncodedEvent, void, undefined> {
  const settings = checkSettings(encodeSettings, given);
  const { in_text, out_npz, combine, encoding, overwrite } = settings;
  const vocabulary =
    settings.model_name === null ? await officialVocabulary() : await modelVocabulary(settings.model_name);
  const tokenizer = Tokenizer.fromFiles(vocabulary);
  const marker = settings.end_mark_as_text ? 'text' : 'token';
  const file = await WholeFile.create(out_npz, { overwrite });
  try {
    const npz = new NpzWriter((bytes) => file.write(bytes));
    let tokens = 0;
    let chunks = 0;
    for await (const event of readTokens(in_text, { tokenizer, marker, combine, encoding, signal })) {
      if (event.type === 'reading') {
        yield event;
        continue;
      }
      await npz.add(event.tokens);
      tokens += event.tokens.length;
      chunks++;
    }
    await npz.finish();
    await file.commit();
    yield { type: 'encoded', path: out_npz, tokens, chunks };
  } finally {
    await file.discard();
  }
}
