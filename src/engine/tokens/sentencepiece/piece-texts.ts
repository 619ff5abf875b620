import type { Marks } from '../bpe/marks.ts';
import { FAST, formatEnds, formatTokenizerConfig, TOKENIZER_JSON } from '../bpe/vocabulary-texts.ts';
import { formatPieceJson } from './piece-json.ts';
import type { PieceFiles } from './pieces.ts';

type Texts = Readonly<Record<string, string>>;

/** The files next to a checkpoint; tokenizer.json as it was read, if it was. */
export function checkpointFiles(files: PieceFiles): Texts {
  return { [TOKENIZER_JSON]: jsonOf(files), ...formatTokenizerConfig(files, { ...FAST, ...formatEnds(files.marks) }) };
}

/** The files that Hugging Face's libraries load. `context`: tokens. */
export function huggingFaceFiles(files: PieceFiles, marks: Marks, context: number): Texts {
  const textOf = (id: number | null) => files.added.find((token) => token.id === id)?.content;
  const names = { bos_token: textOf(marks.beginMark), eos_token: textOf(marks.endMark) };
  const unknown = files.rules.unknown === null ? {} : { unk_token: files.rules.unknown };
  return {
    [TOKENIZER_JSON]: jsonOf(files),
    ...formatTokenizerConfig(files, { ...FAST, model_max_length: context, ...names, ...unknown }),
  };
}

function jsonOf(files: PieceFiles): string {
  return files.tokenizerJson ?? formatPieceJson(files);
}
