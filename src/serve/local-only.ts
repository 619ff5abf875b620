import type { MiddlewareHandler } from 'hono';
import { ApiError } from './api-error.ts';

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses requests that a page of another site makes. Its own name may be made to mean 127.0.0.1 (DNS rebinding), which the Host
 * header shows; a browser also sends requests that their page may not read, and their Origin header says whose they are.
 * `allowed`: origins that may, such as https://example.com; `*` is all.
 */
export function localOnly(allowed: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (!LOCAL_NAMES.has(hostnameOf(host))) {
      throw new ApiError(`This server answers to 127.0.0.1 and localhost, not to ${JSON.stringify(host)}.`, {
        status: 403,
        code: 'host_not_allowed',
      });
    }
    const origin = context.req.header('origin');
    if (origin !== undefined && !allowed.includes('*') && !allowed.includes(origin)) {
      throw new ApiError(
        `Pages of ${origin} may not use this server; start it with --allow_origin ${origin} if they should.`,
        { status: 403, code: 'origin_not_allowed' },
      );
    }
    await next();
  };
}

/** Without the port. */
function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
