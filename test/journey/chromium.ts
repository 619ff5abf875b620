import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { findProgram } from './find-program.ts';

/** The program of Chromium or Chrome: `TPDNE_CHROMIUM`, or one on the path; null if there is none. */
export const chromium: string | null = findProgram(
  process.env.TPDNE_CHROMIUM,
  'chromium',
  'chromium-browser',
  'google-chrome',
);

interface Message {
  /** Of the call that it answers; else it is an event. */
  readonly id?: number;
  readonly method?: string;
  readonly result: Record<string, never>;
  readonly error?: { readonly message: string };
}

/**
 * A page of Chromium, for the running test, that runs programs and waits for what they return. `flags`: of Chromium; by default it
 * has no GPU.
 */
export async function openPage(
  address: string,
  flags: readonly string[] = ['--disable-gpu'],
): Promise<(program: string) => Promise<unknown>> {
  const browser = startChromium(flags);
  const { targetId } = await browser.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.call('Target.attachToTarget', { targetId, flatten: true });
  await browser.call('Page.enable', {}, sessionId);
  const loaded = browser.once('Page.loadEventFired');
  await browser.call('Page.navigate', { url: address }, sessionId);
  await loaded;
  return async (expression) => {
    const evaluated = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await browser.call('Runtime.evaluate', evaluated, sessionId);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: unknown }).value;
  };
}

/** Chromium's protocol over two pipes: messages of JSON, each followed by a zero byte. */
function startChromium(more: readonly string[]) {
  // A root of a container has no sandbox of its own to offer.
  const flags = ['--headless', '--no-sandbox', '--remote-debugging-pipe', ...more];
  const browser: ChildProcess = spawn(chromium!, [...flags, `--user-data-dir=${temporaryFolder()}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    const ended = new Promise((resolve) => browser.once('exit', resolve));
    browser.kill();
    await ended;
  });
  const waiting = new Map<number | string, (message: Message) => void>();
  let received = '';
  (browser.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
    const messages = (received + text).split('\0');
    received = messages.pop()!;
    for (const message of messages.map((json) => JSON.parse(json) as Message)) {
      waiting.get(message.id ?? message.method!)?.(message);
    }
  });
  let calls = 0;
  return {
    /** Resolves at the next event of this kind. */
    once: (method: string) => new Promise<Message>((resolve) => waiting.set(method, resolve)),
    async call(method: string, params: object, sessionId?: string): Promise<Record<string, never>> {
      const id = ++calls;
      const { result, error } = await new Promise<Message>((resolve, reject) => {
        waiting.set(id, resolve);
        browser.once('exit', () => reject(new Error('Chromium ended.')));
        (browser.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
      if (error !== undefined) throw new Error(error.message);
      return result;
    },
  };
}
