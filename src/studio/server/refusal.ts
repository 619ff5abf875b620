import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Fault } from '../../fault.ts';

/** A request that the studio does not follow. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly status: ContentfulStatusCode;
  readonly code: string;

  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The answer to a request that failed: one sentence, as a person may read it. */
export function errorAnswer(thrown: unknown, context: Context): Response {
  const { status, code, message } = refusalOf(thrown);
  return context.json({ error: { code, message } }, status);
}

function refusalOf(thrown: unknown): Pick<RefusedRequest, 'status' | 'code' | 'message'> {
  if (thrown instanceof RefusedRequest) return thrown;
  if (thrown instanceof Fault) return { status: 400, code: thrown.code, message: thrown.message };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Error && 'syscall' in thrown) return { status: 400, code: 'system', message };
  return { status: 500, code: 'internal', message: `This is a mistake in tpdne; please report it: ${message}` };
}

/** The most that a page sends at once; uploads are streamed and have no limit. */
const MOST_JSON_CHARACTERS = 8 * 2 ** 20;

/**
 * The JSON of a request. A form of another site can send text, but not this type without being allowed to first. Throws
 * RefusedRequest.
 */
export async function jsonOf(context: Context): Promise<Readonly<Record<string, unknown>>> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
    throw new RefusedRequest(415, 'content-type', 'Send JSON, with the content type application/json.');
  }
  if (Number(context.req.header('content-length') ?? 0) > MOST_JSON_CHARACTERS) throw tooLong();
  const text = await context.req.text();
  if (text.length > MOST_JSON_CHARACTERS) throw tooLong();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new RefusedRequest(400, 'json', 'The body must be an object in JSON.');
}

function tooLong(): RefusedRequest {
  return new RefusedRequest(413, 'body-too-large', 'The body is too large.');
}

/** A text in a JSON body. Throws RefusedRequest. */
export function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new RefusedRequest(400, 'field', `${name} must be a text.`);
}
