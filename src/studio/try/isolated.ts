/** Set before the page is loaded anew, so that this is tried once in a tab. */
const TRIED = 'tpdne-isolation-tried';

/** A service worker that does not come to life in this time is not waited for. */
const PATIENCE_MS = 3000;

/**
 * Makes the page isolated, without which browsers let no threads share memory: where the host does not send the headers for it,
 * a service worker adds them, and the page is loaded once more. Resolves with whether the page stays as it is; it then has one thread if
 * it is not isolated.
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
