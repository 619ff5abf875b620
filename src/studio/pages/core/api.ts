import type { Job, JobRequest, Refusal } from '../../protocol.ts';
import { transport } from './transport.ts';

/** The server refused a request, or cannot be reached; the message is for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Asks the server; `body` is sent as JSON. Throws ApiError. */
export async function api<Answer>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const response = await request(`/api${path}`, {
    method,
    signal: signal ?? null,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return (await response.json()) as Answer;
}

export const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> => api('GET', path, undefined, signal);

/** Begins a job. Throws ApiError if its settings are refused. */
export function startJob(
  command: JobRequest['command'],
  settings: Readonly<Record<string, unknown>> = {},
  answers?: Readonly<Record<string, string>>,
): Promise<Job> {
  return api('POST', '/jobs', { command, settings, ...(answers === undefined ? {} : { answers }) });
}

/** Lets a job end after its step, and save; the second time, at once. */
export function stopJob(id: string): Promise<Job> {
  return api('POST', `/jobs/${id}/stop`);
}

/** Sends a file to the project's folder of uploads, or to its models; resolves with its path. Throws ApiError. */
export async function upload(name: string, file: Blob, into: 'imports' | 'models' = 'imports'): Promise<string> {
  const query = new URLSearchParams({ name, into });
  const response = await request(`/api/uploads?${query}`, { method: 'POST', body: file });
  return ((await response.json()) as { path: string }).path;
}

/** A request whose answer is a success. Throws ApiError, and the signal's reason. */
export async function request(path: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await transport().request(path, options);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new ApiError('unreachable', `The studio does not answer. ${transport().remedy}`);
  }
  if (response.ok) return response;
  const refusal = (await response.json().catch(() => null)) as Refusal | null;
  throw new ApiError(
    refusal?.error?.code ?? 'unknown',
    refusal?.error?.message ?? `The studio answered with ${response.status}.`,
  );
}
