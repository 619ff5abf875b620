// Adds the two headers to what this site answers that let workers share memory, for hosts of static files that cannot send
// headers. It keeps nothing and changes nothing else.

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

addEventListener('fetch', (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== location.origin) return;
  event.respondWith(withHeaders(request));
});

async function withHeaders(request) {
  // biome-ignore lint/style/noRestrictedGlobals: it passes on what the page asks for.
  const response = await fetch(request);
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  // A redirect or an answer without a body is passed on as it is.
  if (response.type === 'opaqueredirect' || response.status === 0) return response;
  const { status, statusText } = response;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? response.body : null, { status, statusText, headers });
}
