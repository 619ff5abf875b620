import { onTestFinished } from 'vitest';
import { startFirefox as start } from '../../scripts/drive-firefox.mjs';
import { temporaryFolder } from '../temporary-folder.ts';
import { findProgram } from './find-program.ts';

export type { FirefoxPage } from '../../scripts/drive-firefox.mjs';

/** The program of Firefox: `TPDNE_FIREFOX`, or one on the path; null if there is none. */
export const firefox: string | null = findProgram(process.env.TPDNE_FIREFOX, 'firefox', 'firefox-esr');

/** Starts Firefox for the running test. `problems` collects what its pages complain about. */
export async function startFirefox(): ReturnType<typeof start> {
  const started = await start(firefox!, temporaryFolder());
  onTestFinished(started.close);
  return started;
}
