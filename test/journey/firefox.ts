import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { findProgram } from './find-program.ts';

/** The program of Firefox: `TPDNE_FIREFOX`, or one on the path; null if there is none. */
export const firefox: string | null = findProgram(process.env.TPDNE_FIREFOX, 'firefox', 'firefox-esr');

/** Opens an address in a Firefox of its own, without a window, for the running test. */
export function openInFirefox(address: string): void {
  const flags = ['--headless', '--no-remote', '--profile', temporaryFolder(), address];
  const browser = spawn(firefox!, flags, { stdio: 'ignore' });
  const ended = once(browser, 'exit');
  onTestFinished(async () => {
    browser.kill();
    await ended;
  });
}
