import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeLibrary } from '../../../src/node/native-device/native-library.ts';

/** In the order of serve-library.cpp. */
const functions = [
  'instructionSets',
  'physicalCores',
  'hasBfloat16',
  'create',
  'destroy',
  'describe',
  'allocate',
  'free',
  'copyIn',
  'copyOut',
  'submit',
  'error',
] as const;
type FunctionName = (typeof functions)[number];

interface Answer {
  readonly result: number;
  readonly data: Uint8Array;
}
type Ask = (name: FunctionName, first?: number, second?: number, data?: Uint8Array) => Answer;

/**
 * The library in a process of its own, `command` (serve-library.cpp): one of another processor under an emulator, or one
 * compiled to watch itself. Every function waits for its answer, `async` ones too; the process ends with this one.
 */
export function openServedLibrary(command: readonly string[]): NativeLibrary {
  const ask = startServer(command);
  const text = (answer: Answer) => Buffer.from(answer.data).toString();
  const copyOut = (to: ArrayBufferView, from: number, bytes: number) =>
    bytesOf(to).set(ask('copyOut', from, bytes).data);
  const submit = (device: number, commands: Uint8Array, count: number) => ask('submit', device, count, commands).result;
  return {
    path: command.join(' '),
    instructionSets: () => text(ask('instructionSets')),
    physicalCores: () => ask('physicalCores').result,
    hasBfloat16: (name) => ask('hasBfloat16', 0, 0, Buffer.from(name ?? '')).result,
    create: (threads, name, bfloat16) => ask('create', threads, bfloat16, Buffer.from(name ?? '')).result,
    destroy: (device) => void ask('destroy', device),
    describe: (device) => text(ask('describe', device)),
    allocate: (bytes) => ask('allocate', bytes).result,
    free: (address, bytes) => void ask('free', address, bytes),
    copyIn: (to, from, bytes) => void ask('copyIn', to, 0, bytesOf(from).subarray(0, bytes)),
    copyOut: Object.assign(copyOut, { async: later(copyOut) }),
    submit: Object.assign(submit, { async: later(submit) }),
    error: (device) => text(ask('error', device)),
    measure: () => {
      throw new Error('A library in another process has no speed worth measuring.');
    },
  };
}

/** As koffi's functions, whose last argument hears of the end. */
function later<Arguments extends unknown[], Result>(work: (...values: Arguments) => Result) {
  return (...values: [...Arguments, (error: unknown, result: Result) => void]) => {
    const done = values.pop() as (error: unknown, result?: Result) => void;
    setImmediate(() => {
      let result: Result;
      try {
        result = work(...(values as unknown as Arguments));
      } catch (error) {
        done(error);
        return;
      }
      done(null, result);
    });
  };
}

function startServer(command: readonly string[]): Ask {
  const folder = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const [questions, answers] = [openPipe(join(folder, 'questions')), openPipe(join(folder, 'answers'))];
  rmSync(folder, { recursive: true });
  const [file, ...rest] = command;
  const server = spawn(file, rest, { stdio: [questions.read, answers.write, 'inherit'] });
  server.unref();
  // The server alone holds these ends now: when it dies, the other ends say so.
  closeSync(questions.read);
  closeSync(answers.write);
  return (name, first = 0, second = 0, data = new Uint8Array()) => {
    const head = BigUint64Array.of(BigInt(functions.indexOf(name)), BigInt(first), BigInt(second), BigInt(data.length));
    writeAll(questions.write, bytesOf(head));
    writeAll(questions.write, data);
    const [result, bytes] = new BigUint64Array(readAll(answers.read, 16).buffer);
    return { result: Number(result), data: readAll(answers.read, Number(bytes)) };
  };
}

/** A pipe that readSync and writeSync wait at; those that `spawn` makes do not. */
function openPipe(path: string): { read: number; write: number } {
  execFileSync('mkfifo', [path]);
  // Either end opens only once the other is open: one that does not wait lets the first in.
  const first = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const write = openSync(path, 'w');
  const read = openSync(path, 'r');
  closeSync(first);
  return { read, write };
}

function writeAll(file: number, data: Uint8Array): void {
  for (let done = 0; done < data.length; ) done += writeSync(file, data, done);
}

function readAll(file: number, bytes: number): Uint8Array {
  const data = new Uint8Array(bytes);
  for (let done = 0; done < bytes; ) {
    const read = readSync(file, data, done, bytes - done, null);
    if (read === 0)
      throw new Error('The library in the other process ended before it answered; what it says is above.');
    done += read;
  }
  return data;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
