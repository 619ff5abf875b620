/** Set before the page is reloaded, so that this is tried once in a tab. */
const TRIED = 'tpdne-isolation-tried';

/** How long to wait for the service worker to start. */
const PATIENCE_MS = 3000;

/**
 * Isolates the page, so that the browser lets threads share memory. If the host does not send the headers for that, a service
 * worker adds them and the page is reloaded. Resolves with false if it is being reloaded. If isolation fails, the page works
 * with one thread.
 */
export async function isolated(): Promise<boolean> {
  if (crossOriginIsolated || sessionStorage.getItem(TRIED) !== null) return true;
  const { serviceWorker } = navigator;
  // Private windows of some browsers have none.
  if (serviceWorker === undefined) return true;
  sessionStorage.setItem(TRIED, 'yes');
  const waited = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const registered = serviceWorker.register('./service-worker.js').then(() => serviceWorker.ready);
  const ready = await Promise.race([registered, waited]).catch(() => null);
  if (ready === null) return true;
  location.reload();
  return false;
}
