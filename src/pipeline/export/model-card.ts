import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';

/** What a model card may tell of a training: nothing of the posts themselves. */
export interface ModelStory {
  /** Updates it was trained for; null where that is not known. */
  readonly step: number | null;
  /** The model that the training began with; null where that is not known. */
  readonly base: string | null;
  /** Tokens of the training text; null where that is not known. */
  readonly trainingTokens: number | null;
}

/** README.md of a model, with the heading that Hugging Face's hub reads. */
export function formatModelCard(
  configuration: ModelConfiguration,
  { step, base, trainingTokens }: ModelStory,
  library: string,
): string {
  const { architecture, shape, parameterCount } = configuration;
  const { blocks, width, heads, context, vocabulary } = shape;
  const count = (number: number) => number.toLocaleString('en');
  const trained = [
    base === null ? null : `- Trained from: ${base}`,
    step === null ? null : `- Updates: ${count(step)}`,
    trainingTokens === null
      ? null
      : `- Text: ${count(trainingTokens)} tokens of one person's posts, which are not part of this model's files`,
  ].filter((line) => line !== null);
  return [
    '---',
    `library_name: ${library}`,
    'pipeline_tag: text-generation',
    'tags:',
    `- ${architecture.name}`,
    '---',
    '',
    `# A ${architecture.title} that writes like one person`,
    '',
    `${count(parameterCount)} parameters: ${blocks} blocks, ${width} channels, ${heads} heads, a window of ${count(context)} tokens, a vocabulary of ${count(vocabulary)}.`,
    '',
    ...(trained.length === 0 ? [] : [...trained, '']),
    'It was trained with [this-post-does-not-exist](https://www.npmjs.com/package/this-post-does-not-exist). What it writes is',
    'made up: it may be wrong, and may repeat sentences of the posts that it learned from.',
    '',
  ].join('\n');
}
