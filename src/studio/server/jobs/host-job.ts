import type { Project } from '../../../project/project.ts';
import type { AnyEvent, JobRequest } from '../../protocol.ts';
import type { RequestMessage } from '../../requests/request-messages.ts';
import { faultOf } from './fault-of.ts';
import { eventsOf, type WorkDefaults, workOf } from './job-work.ts';
import type { FromJob, ToJob } from './messages.ts';
import { Outbox } from './outbox.ts';
import { serveRequests } from './serve-requests.ts';

export interface HostOptions {
  readonly send: (message: FromJob) => void;
  /** The project whose signal is that of `stop`. */
  readonly openProject: () => Promise<Project>;
  /** What counts here if neither the request nor the config file says it, by command. */
  readonly defaults?: WorkDefaults;
  /** Lets the job end after its step, and save. */
  readonly stop: AbortController;
  /** Sends the last message and ends the process. */
  readonly end: (last: FromJob) => Promise<void>;
}

/** One job in a process, or a worker, of its own. Returns what takes the messages of the studio. */
export function hostJob({ send, openProject, defaults, stop, end }: HostOptions): (message: ToJob) => void {
  const listeners = new Set<(message: RequestMessage) => void>();
  const onRequest = (listener: (message: RequestMessage) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const start = async (work: (project: Project) => Promise<void>) => {
    try {
      await work(await openProject());
      await end({ type: 'done' });
    } catch (error) {
      // What a person stopped has ended, not failed.
      const isStopped = stop.signal.aborted && error instanceof Error && error.name === 'AbortError';
      await end(isStopped ? { type: 'done' } : { type: 'fault', fault: faultOf(error) });
    }
  };
  return (message) => {
    if (message.type === 'start') void start((project) => report(message.request, project, { send, defaults }));
    else if (message.type === 'serve') {
      void start((project) => serveRequests(message.settings, project, stop.signal, { send, onRequest }));
    } else if (message.type === 'stop') stop.abort();
    else for (const listener of listeners) listener(message);
  };
}

async function report(
  request: JobRequest,
  project: Project,
  { send, defaults = {} }: { readonly send: HostOptions['send']; readonly defaults: WorkDefaults | undefined },
): Promise<void> {
  const outbox = new Outbox((events: readonly AnyEvent[]) => send({ type: 'events', events }));
  try {
    for await (const event of eventsOf(await workOf(request, project, defaults))) outbox.add(event);
  } finally {
    outbox.flush();
  }
}
