import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
} from 'playwright-core';
import { onTestFinished } from 'vitest';
import { chromium } from '../chromium.ts';
import { built } from '../tpdne.ts';

/** A studio that runs for the running test. */
export interface RunningStudio {
  readonly process: ChildProcess;
  /** Opens it, once. */
  readonly address: string;
  readonly origin: string;
  /** Ends it as Ctrl-C does, or at once. */
  readonly end: (signal?: 'SIGINT' | 'SIGKILL') => Promise<void>;
}

/** Starts `tpdne studio` in a folder, with the build that is published. */
export async function startStudio(folder: string, ...words: readonly string[]): Promise<RunningStudio> {
  const child = spawn(process.execPath, [built, 'studio', '--no-open', '--json', ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => null)]);
  if (first === null) throw new Error(`The studio did not start: ${complaints}`);
  const { address } = JSON.parse(first[0]) as { address: string };
  const end = async (signal: NodeJS.Signals = 'SIGINT') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  onTestFinished(() => end('SIGKILL'));
  return { process: child, address, origin: new URL(address).origin, end };
}

let browser: Promise<Browser> | null = null;

/** A browser window for the running test. `problems` collects what its pages complain about, and fails the test if there is any. */
export async function openWindow(options: BrowserContextOptions = {}): Promise<{
  readonly page: Page;
  readonly context: BrowserContext;
  readonly problems: string[];
}> {
  browser ??= playwright.launch({ executablePath: absolute(chromium!), args: ['--no-sandbox'] });
  const context = await (await browser).newContext({ viewport: { width: 1200, height: 900 }, ...options });
  context.setDefaultTimeout(60_000);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  return { page, context, problems };
}

/** The path of a program on the path. */
function absolute(program: string): string {
  if (program.includes('/')) return program;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? program;
}

/** Ends the browser; after the last test of a file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}

/** Opens a page of the studio by its name, once the studio is open in the window. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${name}`)}`);
  await page.waitForSelector('h1');
}
