/** The kinds of errors in OpenAI's API that this server has. */
export type ErrorType = 'invalid_request_error' | 'rate_limit_error' | 'server_error';

export interface ErrorDetails {
  readonly status: number;
  readonly type?: ErrorType;
  /** The field of the request that is wrong; null if it is none of them. */
  readonly param?: string | null;
  /** For programs: 'model_not_found'. */
  readonly code?: string | null;
}

/** An answer that is an error, in the form of OpenAI's API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: ErrorType;
  readonly param: string | null;
  readonly code: string | null;

  constructor(
    message: string,
    { status, type = 'invalid_request_error', param = null, code = null }: ErrorDetails,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
  }

  /** The body of the answer. */
  toJSON() {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }
}

/** A field of the request has a wrong value. */
export function wrongField(param: string, message: string): ApiError {
  return new ApiError(message, { status: 400, param });
}
