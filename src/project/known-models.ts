import { modelSizes } from '../engine/models/architectures.ts';
import type { ModelConfiguration } from '../engine/models/model-configuration.ts';

/** A model that people know by a short name. */
export interface KnownModel {
  /** Its folder in models/. */
  readonly name: string;
  /** At Hugging Face. */
  readonly repository: string;
  /** Other names: those of 2019, when parameters were miscounted, and those on the hub. */
  readonly aliases: readonly string[];
  readonly configuration: ModelConfiguration;
  /** Whether OpenAI's bucket has it too, as TensorFlow files. */
  readonly isOpenai: boolean;
}

/** Models with the vocabulary of OpenAI's GPT-2. */
export const knownModels: readonly KnownModel[] = [
  openai('124M', 'gpt2', '117M'),
  openai('355M', 'gpt2-medium', '345M'),
  openai('774M', 'gpt2-large', '762M'),
  openai('1558M', 'gpt2-xl', '1542M'),
  {
    name: 'distilgpt2',
    repository: 'distilbert/distilgpt2',
    aliases: ['distilbert/distilgpt2'],
    configuration: sizeCalled('124M').reshaped({ blocks: 6 }, 'distilgpt2'),
    isOpenai: false,
  },
];

function openai(name: '124M' | '355M' | '774M' | '1558M', hubName: string, oldName: string): KnownModel {
  const repository = `openai-community/${hubName}`;
  return { name, repository, aliases: [oldName, hubName, repository], configuration: sizeCalled(name), isOpenai: true };
}

function sizeCalled(name: string): ModelConfiguration {
  return modelSizes.get(name)!;
}

/** A model that can be downloaded: a known one, or any repository that a person names. */
export interface RemoteModel {
  /** Its folder in models/, possibly nested: '124M', 'owner/name', 'owner/name@revision'. */
  readonly name: string;
  readonly repository: string;
  /** A branch, a tag or a commit; null is the newest. */
  readonly revision: string | null;
  readonly known: KnownModel | null;
}

/** Repository names on the hub: letters, digits, '-', '_' and '.', for the owner and the model. */
const REPOSITORY = /^(?!.*(?:\.\.|--))[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
const REVISION = /^(?!.*\.\.)[\w][\w./+-]*$/;

/** The address of a model's page, or of one of its branches. */
const PAGE = /^https:\/\/(?:huggingface\.co|hf\.co)\/([^/?#]+\/[^/?#]+)(?:\/tree\/([^/?#]+))?\/?$/;

/**
 * The model that a name stands for, including `owner/name@revision` and the address of a page at Hugging Face; null if
 * the name cannot be downloaded.
 */
export function remoteModel(name: string): RemoteModel | null {
  const page = PAGE.exec(name);
  const [, base, revision = null] = page ?? /^([^@]+)(?:@(.+))?$/.exec(name) ?? [];
  if (base === undefined || (revision !== null && !REVISION.test(revision))) return null;
  const known = knownModels.find((model) => model.name === base || model.aliases.includes(base)) ?? null;
  if (known === null && !REPOSITORY.test(base)) return null;
  const folder = known?.name ?? base;
  return {
    name: revision === null ? folder : `${folder}@${encodeURIComponent(revision)}`,
    repository: known?.repository ?? base,
    revision,
    known,
  };
}

/** Approximate download size of a known model from Hugging Face: its weights, and a mask for each block. */
export function aboutBytes({ configuration }: KnownModel): number {
  const { blocks, context } = configuration.shape;
  return 4 * (configuration.parameterCount + blocks * context ** 2);
}
