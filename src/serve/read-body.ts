import { ApiError } from './api-error.ts';

/** A prompt that fits into a context has a few hundred kilobytes at most. */
export const MOST_BODY_BYTES = 2 ** 20;

/**
 * The JSON of a request. Throws ApiError if it is not JSON, or larger than MOST_BODY_BYTES: then as soon as that is known, whether
 * the request says how large it is or not.
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ApiError(`The body is not JSON: ${(cause as Error).message}`, { status: 400 }, { cause });
  }
}

async function readBytes({ body, headers }: Request): Promise<Uint8Array> {
  if (Number(headers.get('content-length') ?? 0) > MOST_BODY_BYTES) throw tooLarge();
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let count = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    count += read.value.byteLength;
    if (count > MOST_BODY_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(count);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(): ApiError {
  return new ApiError(`The body has more than ${MOST_BODY_BYTES} bytes.`, { status: 413, code: 'body_too_large' });
}
