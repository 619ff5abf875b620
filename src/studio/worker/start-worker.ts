import type { JobFault } from '../protocol.ts';
import type { FromJob, ToJob } from '../server/jobs/messages.ts';
import type { StartProcess } from '../server/jobs/runner.ts';

/**
 * Each job is a worker of its own: a training does not keep the studio from answering, and its memory is free at its end.
 */
export const startWorker: StartProcess = (first, { onEvents, onEnd }, onAnswer = () => {}) => {
  const worker = new Worker(location.href, { type: 'module', name: 'job' });
  let isOver = false;
  const end = (fault: JobFault | null) => {
    if (isOver) return;
    isOver = true;
    worker.terminate();
    onEnd(fault);
  };
  worker.onmessage = ({ data: message }: MessageEvent<FromJob>) => {
    if (message.type === 'events') onEvents(message.events);
    else if (message.type === 'done') end(null);
    else if (message.type === 'fault') end(message.fault);
    else onAnswer(message);
  };
  worker.onerror = ({ message }) => {
    end({ code: 'crash', message: `The worker of this job has ended: ${message || 'it could not be loaded'}.` });
  };
  const send = (message: ToJob) => worker.postMessage(message);
  send(first);
  return { pid: null, send, stop: () => send({ type: 'stop' }), kill: () => end(null) };
};
