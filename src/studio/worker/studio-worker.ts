import { Answerer } from '../requests/answerer.ts';
import type { RequestMessage } from '../requests/request-messages.ts';
import { faultOf } from '../server/jobs/fault-of.ts';
import { openStudio } from './open-studio.ts';

/** The worker of the page: it answers what the pages ask, as the server of `tpdne studio` does. */

/** One tab at a time has the studio: two would train the same run. It is free a moment after a page was left. */
const LOCK = 'tpdne-studio';

/** How long a page waits for the studio of another tab before it is told of it. */
const WAIT_MS = 2000;

type Fetch = (request: Request) => Response | Promise<Response>;

let isMine = false;
const studio = opened();
// Whoever asks is told why it could not be opened.
studio.catch(() => {});

const answerer = new Answerer(
  async (request) => {
    try {
      const waited = new Promise<null>((resolve) => setTimeout(() => resolve(null), WAIT_MS));
      const fetch = await Promise.race([studio, waited]);
      if (fetch !== null || isMine) return await (await studio)(request);
      return refusal({ code: 'other-tab', message: 'The studio is open in another tab; close that one first.' });
    } catch (error) {
      return refusal(faultOf(error));
    }
  },
  (message) => postMessage(message),
);

/** Takes a message of the page. */
export const take = (message: RequestMessage): void => answerer.take(message);

/** The studio, once no other tab has it. Throws UnsupportedBrowserFault. */
function opened(): Promise<Fetch> {
  // Pages over plain http have no locks, nor private files, which is said then.
  if (navigator.locks === undefined) return openStudio();
  return new Promise((resolve, reject) => {
    void navigator.locks.request(LOCK, async () => {
      isMine = true;
      openStudio().then(resolve, reject);
      // Held until this worker ends.
      await new Promise(() => {});
    });
  });
}

function refusal(error: { readonly code: string; readonly message: string }): Response {
  return Response.json({ error }, { status: 409 });
}
