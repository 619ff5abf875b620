import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { WebSocket } from 'undici';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { findProgram } from './find-program.ts';

/** The program of Firefox: `TPDNE_FIREFOX`, or one on the path; null if there is none. */
export const firefox: string | null = findProgram(process.env.TPDNE_FIREFOX, 'firefox', 'firefox-esr');

/** A window of Firefox with storage of its own. */
export interface FirefoxPage {
  /** Resolves once it is loaded. */
  readonly goTo: (address: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  /** Runs a program, which may wait, and resolves with the text that it returns. */
  readonly run: (program: string) => Promise<string>;
}

interface Message {
  /** Of the call that it answers; else it is an event. */
  readonly id?: number;
  readonly type: string;
  readonly message?: string;
  readonly method?: string;
  readonly result: Record<string, never>;
  readonly params: { readonly level: string; readonly text: string };
}

/** Starts Firefox for the running test. `problems` collects what its pages complain about. */
export async function startFirefox(): Promise<{ openPage: () => Promise<FirefoxPage>; problems: string[] }> {
  const { call, problems } = await connect(await address());
  await call('session.new', { capabilities: {} });
  await call('session.subscribe', { events: ['log.entryAdded'] });
  const openPage = async (): Promise<FirefoxPage> => {
    const { userContext } = await call('browser.createUserContext', {});
    const { context } = await call('browsingContext.create', { type: 'window', userContext });
    const run = async (program: string): Promise<string> => {
      const expression = `(async () => {${program}})()`;
      const evaluated = { expression, awaitPromise: true, target: { context } };
      const { result, exceptionDetails } = await call('script.evaluate', evaluated);
      if (exceptionDetails !== undefined) throw new Error((exceptionDetails as { text: string }).text);
      return (result as { value: string }).value;
    };
    return {
      run,
      goTo: async (url) => void (await call('browsingContext.navigate', { context, url, wait: 'complete' })),
      reload: async () => void (await call('browsingContext.reload', { context, wait: 'complete' })),
    };
  };
  return { openPage, problems };
}

/** Starts the program; resolves with where it takes commands. */
async function address(): Promise<string> {
  const flags = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', temporaryFolder()];
  const browser = spawn(firefox!, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    const ended = once(browser, 'exit');
    if (browser.exitCode === null) browser.kill();
    await ended;
  });
  let said = '';
  for await (const text of (browser.stderr as Readable).setEncoding('utf8')) {
    said += text as string;
    const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
    if (found !== null) return `${found[1]}/session`;
  }
  throw new Error(`Firefox did not start: ${said}`);
}

/** WebDriver BiDi: messages of JSON. */
async function connect(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const waiting = new Map<number, (message: Message) => void>();
  const problems: string[] = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data as string) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.params.level === 'error') problems.push(message.params.text);
  };
  let calls = 0;
  const call = async (method: string, params: object): Promise<Record<string, never>> => {
    const id = ++calls;
    const { type, message, result } = await new Promise<Message>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (type === 'error') throw new Error(`${method}: ${message}`);
    return result;
  };
  return { call, problems };
}
