import { setFlagsFromString } from 'node:v8';

/**
 * Has Node collect garbage as soon as its heap has grown by half. By itself V8 lets the heap grow to four times of what is in
 * use, which for a long text is hundreds of megabytes. Other runtimes know nothing of this and keep their own ways.
 */
export function collectSooner(): void {
  const { bun, deno } = process.versions;
  if (bun === undefined && deno === undefined) setFlagsFromString('--heap-growing-percent=50');
}
