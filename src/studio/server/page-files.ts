import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'pathe';
import { contentPolicy } from './guard.ts';

/** The built pages, beside this module in the build. */
const PAGES = fileURLToPath(new URL('./studio/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** Where the page holds the nonce of its styles. */
const NONCE = '__NONCE__';

/** Names that the build gives: letters, digits, hyphens, and no folder but one. */
const ASSET = /^(?:assets\/)?[\w-]+(?:\.[\w-]+)*\.(html|js|css|svg|woff2)$/;

/** The file of a page; null if there is none. `path` begins with "/". */
export async function pageFile(path: string, folder = PAGES): Promise<Response | null> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const [, extension] = ASSET.exec(name) ?? [];
  if (extension === undefined) return null;
  const bytes = await readFile(join(folder, name)).catch(() => null);
  if (bytes === null) return null;
  const nonce = randomBytes(16).toString('base64');
  const isPage = extension === 'html';
  const headers = {
    'content-type': TYPES[extension],
    'content-security-policy': contentPolicy(nonce),
    'cache-control': isPage ? 'no-store' : 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  return new Response(isPage ? bytes.toString('utf8').replaceAll(NONCE, nonce) : new Uint8Array(bytes), { headers });
}
