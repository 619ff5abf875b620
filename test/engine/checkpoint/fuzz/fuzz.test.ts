import { describe, expect, test } from 'vitest';
import { Random } from '../../../../src/engine/random.ts';
import { Fault } from '../../../../src/fault.ts';
import { type FuzzedReader, fuzzedReaders } from './fuzzed-readers.ts';
import { mutate } from './mutate.ts';

/** Seconds for each reader; without them the same few damaged files every time. */
const seconds = Number(process.env.TPDNE_FUZZ_SECONDS ?? 0);
const FEW = 150;
/** The files are of some tens of kilobytes: a reader that needs more has believed one of them. */
const LARGEST_GROWTH_BYTES = 2 ** 28;
const LONGEST_SECONDS = 10;

describe.each(Object.entries(fuzzedReaders))('%s', (name, reader) => {
  test('reads a damaged file or refuses it with a Fault', { timeout: 60_000 + 2000 * seconds }, async () => {
    const files = await reader.files();
    for (const file of files) await expect(outcome(reader, file), 'a whole file').resolves.toBeNull();
    const begin = performance.now();
    const firstSeed = seconds > 0 ? Date.now() : 0;
    let damaged = 0;
    for (let seed = firstSeed; isLeft(damaged, begin); seed++, damaged++) {
      const content = mutate(Random.fromSeed(seed, name), files);
      const cpu = process.cpuUsage();
      const rss = process.resourceUsage().maxRSS;
      const trouble = await outcome(reader, content);
      const { user, system } = process.cpuUsage(cpu);
      const where = `seed ${seed}, ${Buffer.from(content).toString('base64').slice(0, 4000)}`;
      expect(trouble, where).toBeNull();
      expect((user + system) / 1e6, where).toBeLessThan(LONGEST_SECONDS);
      expect(1024 * (process.resourceUsage().maxRSS - rss), where).toBeLessThan(LARGEST_GROWTH_BYTES);
    }
    if (seconds > 0) console.log(`${name}: ${damaged.toLocaleString('en')} damaged files`);
  });
});

function isLeft(damaged: number, begin: number): boolean {
  return seconds > 0 ? performance.now() - begin < 1000 * seconds : damaged < FEW;
}

/** What a reader throws that is no Fault; null where all is well. */
async function outcome(reader: FuzzedReader, content: Uint8Array): Promise<unknown> {
  try {
    await reader.read(content);
  } catch (error) {
    if (!(error instanceof Fault)) return error;
  }
  return null;
}
