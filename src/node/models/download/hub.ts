import { HUB_URL, listFiles, modelInfo } from '@huggingface/hub';
import type { DownloadWaitingEvent } from '../../../project/download-events.ts';
import { DownloadFault } from '../../../project/download-events.ts';
import type { RemoteModel } from '../../../project/remote-model.ts';
import { type RefusedFault, requestFile } from '../../network/request-file.ts';
import { retry } from '../../network/retry.ts';
import type { DownloadTools, RemoteFile } from './fetch-file.ts';
import { cachedFile } from './hub-cache.ts';
import { hubToken } from './hub-token.ts';
import { sourceUnreachable } from './source-unreachable.ts';

/** The hub has no such model, or does not give this person access. */
export class HubAccessFault extends DownloadFault {
  override readonly code: string = 'hub-access';
}

/** A repository at one commit. */
export interface HubListing {
  /** The address of its page. */
  readonly page: string;
  readonly commit: string;
  /** The files at its top level, by name. */
  readonly files: ReadonlyMap<string, RemoteFile>;
}

/** Far more than a model has at its top level. It bounds a list without an end. */
const MAX_FILES = 10_000;

/**
 * Asks the hub, or its mirror at `HF_ENDPOINT`, which files a model has, with the user's token. Throws RefusedFault,
 * SourceUnreachableFault and DownloadFault.
 */
export async function* listRepository(
  { name, repository, revision }: RemoteModel,
  tools: DownloadTools,
): AsyncGenerator<DownloadWaitingEvent, HubListing, undefined> {
  const hubUrl = hubEndpoint();
  const accessToken = (await hubToken())?.value ?? null;
  const access = {
    hubUrl,
    ...(accessToken === null ? {} : { accessToken }),
    fetch: hubFetch(tools, hubUrl),
  };
  const list = async () => {
    const wanted = { ...access, name: repository, additionalFields: ['sha' as const] };
    const { name: listedName, sha } = await modelInfo(revision === null ? wanted : { ...wanted, revision });
    if (typeof sha !== 'string' || !/^[0-9a-f]{40,64}$/.test(sha)) throw new SyntaxError('the commit is missing');
    const files = new Map<string, RemoteFile>();
    for await (const entry of listFiles({ ...access, repo: listedName, revision: sha })) {
      if (files.size === MAX_FILES) throw new DownloadFault(`${repository} has more than ${MAX_FILES} files.`);
      const { type, path, size, oid, lfs } = entry;
      if (type !== 'file') continue;
      const checksum =
        lfs === undefined ? ({ kind: 'git', value: oid! } as const) : ({ kind: 'sha256', value: lfs.oid } as const);
      if (!/^[0-9a-f]{40,64}$/.test(checksum.value) || !Number.isSafeInteger(size)) {
        throw new SyntaxError(`${path} has no checksum or no size`);
      }
      files.set(path, {
        name: path,
        address: `${hubUrl}/${listedName}/resolve/${sha}/${encodeURIComponent(path)}`,
        headers: accessToken === null ? {} : { authorization: `Bearer ${accessToken}` },
        bytes: size,
        checksum,
        version: checksum.value,
        copy: await cachedFile(listedName, checksum.value, size),
      });
    }
    return { page: `${hubUrl}/${listedName}`, commit: sha, files };
  };
  const listOrRefuse = () =>
    list().catch((fault) => {
      // Not the hub's protocol: JSON that does not parse, or lacks a field.
      if (!(fault instanceof SyntaxError || fault instanceof TypeError)) throw fault;
      throw new DownloadFault(`${hubUrl} does not answer like the Hugging Face hub: ${fault.message}.`, {
        cause: fault,
      });
    });
  try {
    return yield* retry<never, HubListing>(listOrRefuse, tools);
  } catch (fault) {
    throw sourceUnreachable(fault, name, hubName(hubUrl)) ?? fault;
  }
}

/**
 * Asks for a byte of the largest file that the hub keeps elsewhere, so that a host of files without an answer is known before
 * anything is downloaded. Throws SourceUnreachableFault, and the signal's reason.
 */
export async function* probeStorage(
  { files }: HubListing,
  { name }: RemoteModel,
  { client, ...options }: DownloadTools,
): AsyncGenerator<DownloadWaitingEvent, void, undefined> {
  const stored = [...files.values()].filter(({ checksum, copy }) => checksum?.kind === 'sha256' && copy == null);
  const [file] = stored.sort((a, b) => b.bytes - a.bytes);
  if (file === undefined) return;
  const headers = { ...file.headers, range: 'bytes=0-0' };
  const ask = async () => {
    const answer = await requestFile(client, file.address, { headers, signal: options.signal });
    await answer.discard();
  };
  try {
    yield* retry<never, void>(ask, options);
  } catch (fault) {
    throw sourceUnreachable(fault, name, filesOfHub()) ?? fault;
  }
}

/** The hub, for people. */
function hubName(hubUrl: string): string {
  return hubUrl === HUB_URL ? 'Hugging Face' : `the hub at ${hubUrl}`;
}

/** The host that has the files of the hub, for people: only the hub knows its name. */
export function filesOfHub(): string {
  return `the server with the files of ${hubName(hubEndpoint())}`;
}

/** More pages than `MAX_FILES` files need. A list may consist of empty pages without an end. */
const MAX_REQUESTS = 200;
const MAX_LIST_BYTES = 2 ** 25;
const LIST_DEADLINE_MS = 120_000;

/**
 * The `fetch` of the hub's client. It requests from the hub alone: the token goes along, and the server names the address
 * of a list's next page.
 */
function hubFetch({ client, signal }: DownloadTools, hubUrl: string): typeof globalThis.fetch {
  let requests = 0;
  return async (address, init) => {
    const { origin, href } = new URL(String(address));
    if (origin !== new URL(hubUrl).origin) {
      throw new DownloadFault(`${hubUrl} continues its list of files at ${origin}, which is not a part of it.`);
    }
    if (++requests > MAX_REQUESTS) throw new DownloadFault(`The list of files at ${hubUrl} has no end.`);
    const headers = init?.headers as Record<string, string>;
    const limits = { maxBytes: MAX_LIST_BYTES, deadlineMs: LIST_DEADLINE_MS };
    const answer = await requestFile(client, href, { headers, signal, ...limits });
    return new Response(await answer.bytes(), { status: answer.status, headers: [...answer.headers] });
  };
}

/** The fault that explains a refusal to a person who wants this model. */
export async function accessFault(
  refusal: RefusedFault,
  { repository, revision, known }: RemoteModel,
): Promise<DownloadFault> {
  const { address, status, hubReason, message } = refusal;
  const page = `${hubEndpoint()}/${repository}`;
  const token = await hubToken();
  const say = (text: string) => new HubAccessFault(text, { cause: refusal });
  const getToken = 'set HF_TOKEN to a token from your settings there';
  if (hubReason === 'GatedRepo' || (status === 403 && hubReason !== 'RepoNotFound')) {
    if (token === null) {
      return say(
        `${repository} is gated, and HF_TOKEN is not set. Accept its terms at ${page}, ${getToken}, and try again.`,
      );
    }
    return say(
      `${repository} is gated, and the owner of the token in ${token.from} does not have access yet. Accept its terms at ${page}, and try again.`,
    );
  }
  if (hubReason === 'RevisionNotFound')
    return say(`${repository} has no revision ${revision}; ${page} lists its branches.`);
  // A missing file does not mean that the model is missing.
  if (status === 401 || (status === 404 && !address.includes('/resolve/'))) {
    const secret =
      token === null
        ? `if it is private, ${getToken}`
        : `if it is private, the token in ${token.from} has no access, or is invalid`;
    const openai = known?.isOpenai === true ? ' Or download it with --source openai.' : '';
    return say(`The hub has no model ${repository} (${status}). Check its name at ${page}; ${secret}.${openai}`);
  }
  return new DownloadFault(message, { cause: refusal });
}

/** The hub's address, without a slash at its end. Throws DownloadFault if HF_ENDPOINT is not an address. */
function hubEndpoint(): string {
  const endpoint = (process.env.HF_ENDPOINT || HUB_URL).replace(/\/+$/, '');
  if (/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) return endpoint;
  throw new DownloadFault(`HF_ENDPOINT is ${endpoint}, which is not an address; the hub's own is ${HUB_URL}.`);
}
