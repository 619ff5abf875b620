import { NpzWriter } from '../../engine/tokens/npz.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { NoVocabularyFault } from '../../engine/tokens/tokenizer-kinds.ts';
import type { Project } from '../../project/project.ts';
import { holdsPosts, readPostTokens } from '../corpus/read-post-tokens.ts';
import { readTokens } from '../corpus/read-tokens.ts';
import type { EncodeEvent } from '../events/preparing.ts';
import { NoModelFault, NotDownloadedFault, resolveModel } from '../models/find-model.ts';
import { describeModel } from '../models/load-model.ts';
import { modelTokenizer, officialTokenizer } from '../models/tokenizers.ts';
import { withDownload } from '../models/with-download.ts';
import { type EncodeGiven, encodeSettings } from '../settings/encode.ts';
import { checkSettings } from '../settings/settings-table.ts';

/**
 * Encodes posts or text files into one token file, which NumPy and the scripts of 2019 can read too. Posts are prepared
 * in memory, as in `train`. The file appears only once it is complete; interrupted or failed, it leaves everything
 * unchanged. Throws SettingFault, FileExistsFault, NoVocabularyFault, VocabularyFault, WriteFault, the faults of
 * `readTokens` and `readPosts`, and, for a model with a built-in vocabulary, those of `describeModel`.
 */
export async function* encode(given: EncodeGiven, project: Project): AsyncGenerator<EncodeEvent, void, undefined> {
  const settings = checkSettings(encodeSettings, given);
  const { in_text, out_npz, model_name, yes, overwrite } = settings;
  const tokenizer = yield* withDownload(project, yes, () => tokenizerOf(project, model_name));
  const marker = settings.end_mark_as_text ? 'text' : 'token';
  const file = await project.files.create(out_npz, { overwrite });
  try {
    const npz = new NpzWriter((bytes) => file.write(bytes));
    let tokens = 0;
    let chunks = 0;
    const options = { ...settings, tokenizer, marker, signal: project.signal, except: out_npz } as const;
    const events = (await holdsPosts(project, in_text, settings))
      ? readPostTokens(project, in_text, options)
      : readTokens(project.files, in_text, options);
    for await (const event of events) {
      if (event.type !== 'chunk') {
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

/** The tokenizer of a model folder, read without its weights, or the vocabulary inside a model file. */
async function tokenizerOf(project: Project, model_name: string | null): Promise<Tokenizer> {
  if (model_name === null) return officialTokenizer(project);
  try {
    return await modelTokenizer(project, model_name);
  } catch (fault) {
    if (!(fault instanceof NoVocabularyFault)) throw fault;
    const { path } = await resolveModel(project, { model_name }).catch((missing) => {
      if (missing instanceof NotDownloadedFault || !(missing instanceof NoModelFault)) throw missing;
      throw fault;
    });
    return (await describeModel(project, path)).tokenizer;
  }
}
