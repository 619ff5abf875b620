import type { VocabularyFiles } from '../../engine/tokens/vocabulary.ts';

/** The file that says which tokens were added to a vocabulary, by its name, as transformers writes it; none where none were. */
export function addedTexts({ added = [] }: VocabularyFiles, more: object = {}): Readonly<Record<string, string>> {
  if (added.length === 0 && Object.keys(more).length === 0) return {};
  const added_tokens_decoder = Object.fromEntries(added.map(({ id, ...token }) => [id, token]));
  const content = {
    tokenizer_class: 'GPT2Tokenizer',
    ...more,
    ...(added.length === 0 ? {} : { added_tokens_decoder }),
  };
  return { 'tokenizer_config.json': `${JSON.stringify(content, null, 2)}\n` };
}
