import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';

/** The facts about a training for a model card. They must not reveal anything from the posts. */
export interface ModelStory {
  /** Steps it was trained for; null if unknown. */
  readonly step: number | null;
  /** The model that the training started from; null if unknown. */
  readonly base: string | null;
  /** Tokens of the training text; null if unknown. */
  readonly trainingTokens: number | null;
}

/** The README.md of a model, with the front matter that Hugging Face reads. */
export function formatModelCard(
  configuration: ModelConfiguration,
  { step, base, trainingTokens }: ModelStory,
  library: string,
): string {
  const { architecture, shape, parameterCount } = configuration;
  const { blocks, width, heads, context, vocabulary } = shape;
  const count = (number: number) => number.toLocaleString('en');
  const trained = [
    base === null ? null : `- Base model: ${base}`,
    step === null ? null : `- Training steps: ${count(step)}`,
    trainingTokens === null
      ? null
      : `- Training text: ${count(trainingTokens)} tokens of one person's posts, which are not included here`,
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
    'It was trained with [this-post-does-not-exist](https://www.npmjs.com/package/this-post-does-not-exist). Its texts are',
    'invented: they may be wrong, and may repeat sentences from the posts that it was trained on.',
    '',
  ].join('\n');
}
