import { browserProject } from '../../browser-project/browser-project.ts';
import { hostJob } from '../server/jobs/host-job.ts';
import type { FromJob } from '../server/jobs/messages.ts';
import { kernels } from './kernels.ts';
import { VERSION } from './version.ts';

/** The worker of one job: it gets its request from the worker of the studio, and reports its events. */

/** A tab is closed without time to save, so a training saves more often. */
const OFTEN = { save_every: 20 };

const stop = new AbortController();
const send = (message: FromJob) => postMessage(message);

export const take = hostJob({
  send,
  openProject: () => browserProject({ version: VERSION, kernels, signal: stop.signal }),
  defaults: { run: OFTEN, train: OFTEN },
  stop,
  // Whoever started this worker ends it.
  end: async (last) => send(last),
});
