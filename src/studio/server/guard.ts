import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** The cookie that a page sends with every request. Its name has the port, so that two studios do not disturb one another. */
const cookieOf = (port: number) => `tpdne-studio-${port}`;

/** The parameter of the address that opens the studio. */
const TOKEN_PARAMETER = 'token';

export interface GuardOptions {
  /** Known once the server listens. */
  readonly port: () => number;
  /** The secret of the address; each can be used once. */
  readonly tokens: Set<string>;
  /** The secret of the cookie, which whoever came with a token gets. */
  readonly secret: string;
}

/**
 * Lets only the person in who started the studio, and only through its own pages: requests that name another host (DNS
 * rebinding), come from another site, or lack the cookie are refused. The token in the address becomes the cookie, once; so an
 * address in a history or a log opens nothing.
 */
export function guard({ port, tokens, secret }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const origins = [`http://127.0.0.1:${port()}`, `http://localhost:${port()}`];
    const host = context.req.header('host') ?? '';
    if (!origins.includes(`http://${host.toLowerCase()}`)) {
      return refuse(403, 'host', `The studio answers to 127.0.0.1:${port()}, not to ${JSON.stringify(host)}.`);
    }
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) {
      return refuse(403, 'origin', `Pages of ${origin} may not use the studio.`);
    }
    // A browser says which site a request comes from, even if it hides the origin.
    const site = context.req.header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      const isLink = context.req.method === 'GET' && context.req.header('sec-fetch-mode') === 'navigate';
      if (!isLink || context.req.path !== '/') return refuse(403, 'site', 'Other sites may not use the studio.');
    }
    const cookie = cookieOf(port());
    const token = context.req.query(TOKEN_PARAMETER);
    if (context.req.method === 'GET' && context.req.path === '/' && token !== undefined) {
      if (!tokens.delete(token) && !isSame(getCookie(context, cookie), secret)) return usedToken(context);
      setCookie(context, cookie, secret, { httpOnly: true, sameSite: 'Strict', path: '/' });
      // Without the token, so that it is not in the history.
      return context.redirect('/', 303);
    }
    if (!isSame(getCookie(context, cookie), secret)) return usedToken(context);
    await next();
  };
}

/** Compares without telling by its time how much is right. */
function isSame(given: string | undefined, secret: string): boolean {
  if (given === undefined || given.length !== secret.length) return false;
  let difference = 0;
  for (let i = 0; i < secret.length; i++) difference |= given.charCodeAt(i) ^ secret.charCodeAt(i);
  return difference === 0;
}

/** What to do without a cookie: for a person in a browser as a page, else as JSON. */
function usedToken(context: Context): Response {
  const message =
    'Open the studio with the address that tpdne studio shows in the terminal. Each address opens it once: ' +
    'press Enter there for a new one.';
  if (context.req.header('accept')?.includes('text/html') !== true) return refuse(401, 'token', message);
  const page = `<!doctype html><html lang="en"><title>Studio</title><h1>This address is used up</h1><p>${message}</p></html>`;
  const headers = { 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'" };
  return context.html(page, 401, headers) as Response;
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: { 'cache-control': 'no-store' } });
}

/**
 * What a browser may do with the pages: run their own scripts, and nothing from another host. Styles in attributes are allowed,
 * since the editor and the charts place things; scripts in attributes and in the page are not.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
