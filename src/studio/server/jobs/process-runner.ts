import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobFault } from '../../protocol.ts';
import type { FromJob, ToJob } from './messages.ts';
import type { StartProcess } from './runner.ts';

/** Beside this module in the build. */
const JOB_PROCESS = fileURLToPath(new URL('./studio-job.js', import.meta.url));

/** How much of what a process writes to standard error is kept, to say why it crashed. */
const MOST_STDERR = 4000;

/**
 * Each job is a process of its own: kernels that compute do not keep the server from answering, memory is free at its end, and
 * one that is killed harms nothing else.
 */
export const startProcess: StartProcess = (first, { onEvents, onEnd }, onAnswer = () => {}) => {
  const child = fork(JOB_PROCESS, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
  let stderr = '';
  let end: JobFault | null | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-MOST_STDERR);
  });
  child.on('message', (message: FromJob) => {
    if (message.type === 'events') onEvents(message.events);
    else if (message.type === 'done') end = null;
    else if (message.type === 'fault') end = message.fault;
    else onAnswer(message);
  });
  const send = (message: ToJob) => {
    if (child.connected) child.send(message);
  };
  let isOver = false;
  const over = (fault: JobFault | null) => {
    if (!isOver) onEnd(fault);
    isOver = true;
  };
  // One that was not started may end without being closed.
  child.once('error', (error) => {
    if (child.pid === undefined) over({ code: 'crash', message: `The job could not be started: ${error.message}.` });
  });
  child.once('close', (code, signal) => over(end === undefined ? crash(code, signal, stderr) : end));
  send(first);
  return { pid: child.pid ?? null, send, stop: () => send({ type: 'stop' }), kill: () => void child.kill('SIGKILL') };
};

/** A process that ended without a word. */
function crash(code: number | null, signal: NodeJS.Signals | null, stderr: string): JobFault {
  const how = signal === null ? `with exit code ${code}` : `by the signal ${signal}`;
  const memory = signal === 'SIGKILL' ? ' The machine may have run out of memory.' : '';
  const last = stderr.trim() === '' ? '' : ` Its last words: ${stderr.trim().split('\n').at(-1)}`;
  return { code: 'crash', message: `The process of this job was ended ${how}.${memory}${last}` };
}
