import { collectSooner } from '../../../node/machine/collect-sooner.ts';
import { nodeProject } from '../../../node/project/node-project.ts';
import type { AnyEvent, JobRequest } from '../../protocol.ts';
import { faultOf } from './fault-of.ts';
import { eventsOf, workOf } from './job-work.ts';
import type { FromJob, ToJob } from './messages.ts';
import { Outbox } from './outbox.ts';
import { serveRequests } from './serve-requests.ts';

/** The process of one job: it gets its request from the server, and reports its events. */

collectSooner();
const stop = new AbortController();
const project = nodeProject({ signal: stop.signal });
const send = (message: FromJob) => void process.send?.(message);

// Without the server nobody sees the job: it ends after this step, and the next server resumes it.
process.on('disconnect', () => stop.abort());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

process.on('message', (message: ToJob) => {
  if (message.type === 'start') void end(work(message.request));
  else if (message.type === 'serve') void end(serveRequests(message.settings, project, stop.signal, send));
  else if (message.type === 'stop') stop.abort();
});

async function work(request: JobRequest): Promise<void> {
  const outbox = new Outbox((events: readonly AnyEvent[]) => send({ type: 'events', events }));
  try {
    for await (const event of eventsOf(await workOf(request, project))) outbox.add(event);
  } finally {
    outbox.flush();
  }
}

async function end(done: Promise<void>): Promise<void> {
  try {
    await done;
    await sent({ type: 'done' });
  } catch (error) {
    // What a person stopped has ended, not failed.
    const isStopped = stop.signal.aborted && error instanceof Error && error.name === 'AbortError';
    await sent(isStopped ? { type: 'done' } : { type: 'fault', fault: faultOf(error) });
  }
  process.disconnect?.();
  // A device that a fault left open would keep the process alive.
  process.exit(0);
}

/** Sends a message and waits until it is written, and with it all before: megabytes of events take longer than an exit. */
function sent(message: FromJob): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}
