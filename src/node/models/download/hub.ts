import { HUB_URL, listFiles, modelInfo } from '@huggingface/hub';
import type { DownloadWaitingEvent } from '../../../project/download-events.ts';
import { DownloadFault } from '../../../project/download-events.ts';
import type { RemoteModel } from '../../../project/known-models.ts';
import type { DownloadTools, RemoteFile } from '../../network/fetch-file.ts';
import { retry } from '../../network/retry.ts';
import { limited, type RefusedFault, type Web } from '../../network/web.ts';
import { cachedFile } from './hub-cache.ts';
import { hubToken } from './hub-token.ts';

/** The hub has no such model, or does not give it to this person. */
export class HubAccessFault extends DownloadFault {}

/** A repository as the hub has it at one commit. */
export interface HubListing {
  /** The address that people know it by. */
  readonly page: string;
  readonly commit: string;
  /** The files on its first level, by name. */
  readonly files: ReadonlyMap<string, RemoteFile>;
}

/** Far more than a model has on its first level; a list without an end would be read for ever. */
const MOST_FILES = 10_000;

/**
 * Asks the hub which files a model has. `HF_ENDPOINT` is where the hub is, `hubToken` says who asks. Throws
 * HubAccessFault and DownloadFault.
 */
export async function* listRepository(
  { repository, revision }: RemoteModel,
  { web, patience, signal }: DownloadTools,
): AsyncGenerator<DownloadWaitingEvent, HubListing, undefined> {
  const hubUrl = hubEndpoint();
  const accessToken = (await hubToken())?.value ?? null;
  const access = {
    hubUrl,
    ...(accessToken === null ? {} : { accessToken }),
    fetch: askHub(web, hubUrl) as unknown as typeof fetch,
  };
  const what = `Asking the hub for ${repository}`;
  const list = async () => {
    const wanted = { ...access, name: repository, additionalFields: ['sha' as const] };
    const { name, sha } = await modelInfo(revision === null ? wanted : { ...wanted, revision });
    if (typeof sha !== 'string' || !/^[0-9a-f]{40,64}$/.test(sha)) throw new SyntaxError('the commit is missing');
    const files = new Map<string, RemoteFile>();
    for await (const entry of listFiles({ ...access, repo: name, revision: sha })) {
      if (files.size === MOST_FILES) throw new DownloadFault(`${repository} has more than ${MOST_FILES} files.`);
      const { type, path, size, oid, lfs } = entry;
      if (type !== 'file') continue;
      const checksum =
        lfs === undefined ? ({ kind: 'git', value: oid! } as const) : ({ kind: 'sha256', value: lfs.oid } as const);
      if (!/^[0-9a-f]{40,64}$/.test(checksum.value) || !Number.isSafeInteger(size)) {
        throw new SyntaxError(`${path} has no checksum or no size`);
      }
      files.set(path, {
        name: path,
        address: `${hubUrl}/${name}/resolve/${sha}/${encodeURIComponent(path)}`,
        headers: accessToken === null ? {} : { authorization: `Bearer ${accessToken}` },
        bytes: size,
        checksum,
        version: checksum.value,
        copy: await cachedFile(name, checksum.value, size),
      });
    }
    return { page: `${hubUrl}/${name}`, commit: sha, files };
  };
  const listOrRefuse = () =>
    list().catch((fault) => {
      // What is no answer of the hub's protocol: JSON that does not parse, or lacks what it has to say.
      if (!(fault instanceof SyntaxError || fault instanceof TypeError)) throw fault;
      throw new DownloadFault(`${hubUrl} does not answer as the Hugging Face hub does: ${fault.message}.`, {
        cause: fault,
      });
    });
  return yield* retry(what, listOrRefuse, patience, signal);
}

/** More pages than `MOST_FILES` need; a list may lead from one empty page to the next. */
const MOST_QUESTIONS = 200;
const LARGEST_LIST_BYTES = 2 ** 25;
const LIST_MS = 120_000;

/** Asks the hub and nobody else: the token goes along, and where a list goes on is what the server says. */
function askHub(web: Web, hubUrl: string): (address: URL | string, init: object) => Promise<unknown> {
  let questions = 0;
  return async (address, init) => {
    if (new URL(address).origin !== new URL(hubUrl).origin) {
      throw new DownloadFault(
        `${hubUrl} leads to ${new URL(address).origin} for its list of files, which is not asked.`,
      );
    }
    if (++questions > MOST_QUESTIONS) throw new DownloadFault(`The list of files at ${hubUrl} has no end.`);
    return limited(await web.ask(String(address), init), LARGEST_LIST_BYTES, LIST_MS);
  };
}

/** What a refusal means for somebody who wants this model. */
export async function accessFault(
  refusal: RefusedFault,
  { repository, revision, known }: RemoteModel,
): Promise<DownloadFault> {
  const { address, status, code, message } = refusal;
  const page = `${hubEndpoint()}/${repository}`;
  const token = await hubToken();
  const say = (text: string) => new HubAccessFault(text, { cause: refusal });
  const getToken = 'put a token (from your settings there) into the environment as HF_TOKEN';
  if (code === 'GatedRepo' || (status === 403 && code !== 'RepoNotFound')) {
    if (token === null) {
      return say(
        `${repository} is gated, and there is no token in HF_TOKEN: accept its terms at ${page}, ${getToken}, and try again.`,
      );
    }
    return say(
      `${repository} is gated, and the owner of the token in ${token.from} has not been let in yet: accept its terms at ${page}, and try again.`,
    );
  }
  if (code === 'RevisionNotFound') return say(`${repository} has no revision ${revision}: ${page} lists its branches.`);
  // One file that is missing says nothing of the model.
  if (status === 401 || (status === 404 && !address.includes('/resolve/'))) {
    const secret =
      token === null ? `if it is private, ${getToken}` : `the token in ${token.from} does not open it, or is not valid`;
    const openai = known?.isOpenai === true ? ' --source openai has this one too.' : '';
    return say(`The hub has no model ${repository} (${status}): look at ${page} for its name; ${secret}.${openai}`);
  }
  return new DownloadFault(message, { cause: refusal });
}

/** Without a slash at its end. Throws DownloadFault. */
function hubEndpoint(): string {
  const endpoint = (process.env.HF_ENDPOINT || HUB_URL).replace(/\/+$/, '');
  if (/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) return endpoint;
  throw new DownloadFault(`HF_ENDPOINT is ${endpoint}, which is no address; the hub's own is ${HUB_URL}.`);
}
