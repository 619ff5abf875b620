import { spawn } from 'node:child_process';

/** The program of each system that opens an address in the person's browser. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the browser. Whether one opened cannot be known; false if no program could be started. */
export async function openBrowser(address: string, platform: string = process.platform): Promise<boolean> {
  const [program, ...words] = OPENERS[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(program, [...words, address], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
