import { collectSooner } from '../../../node/machine/collect-sooner.ts';
import { nodeProject } from '../../../node/project/node-project.ts';
import { hostJob } from './host-job.ts';
import type { FromJob } from './messages.ts';

/** The process of one job: it gets its request from the server, and reports its events. */

collectSooner();
const stop = new AbortController();

// Without the server nobody sees the job: it ends after this step, and the next server resumes it.
process.on('disconnect', () => stop.abort());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

process.on(
  'message',
  hostJob({
    send: (message) => void process.send?.(message),
    openProject: async () => nodeProject({ signal: stop.signal }),
    stop,
    end: async (last) => {
      await sent(last);
      process.disconnect?.();
      // A device that a fault left open would keep the process alive.
      process.exit(0);
    },
  }),
);

/** Sends a message and waits until it is written, and with it all before: megabytes of events take longer than an exit. */
function sent(message: FromJob): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}
