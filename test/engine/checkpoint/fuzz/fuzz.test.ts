import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../../src/engine/random.ts';
import { Fault } from '../../../../src/fault.ts';
import { type FuzzedReader, fuzzedReaders } from './fuzzed-readers.ts';
import { Mutants } from './mutants.ts';

/** Seconds of the processor for each reader; without them the same few damaged files every time. */
const seconds = Number(process.env.TPDNE_FUZZ_SECONDS ?? 0);
/** Where what was found is left, and the file that is being read: should a reader never end, it is there. */
const folder = process.env.TPDNE_FUZZ_FOLDER ?? null;
const FEW = 400;
/** The files are of some kilobytes, and of at most 64 where they grew: a reader that needs more has believed one of them. */
const LARGEST_GROWTH_BYTES = 2 ** 27;
const LONGEST_SECONDS = 2;

describe.each(Object.entries(fuzzedReaders))('%s', (name, reader) => {
  test('reads a damaged file or refuses it with a Fault', { timeout: 60_000 + 10_000 * seconds }, async () => {
    const files = await reader.files();
    for (const file of files) expect(await answerTo(reader, file), 'a whole file').toBe('read');
    const mutants = new Mutants(Random.fromSeed(seconds > 0 ? Date.now() : 0, name), files, reader.mutations ?? []);
    const desk = openDesk(name);
    const begin = cpuSeconds();
    let damaged = 0;
    for (; isLeft(damaged, begin); damaged++) {
      const content = mutants.next();
      desk?.lay(content);
      const before = { cpu: cpuSeconds(), rss: process.resourceUsage().maxRSS };
      const answer = await answerTo(reader, content);
      const cpu = cpuSeconds() - before.cpu;
      const growth = 1024 * (process.resourceUsage().maxRSS - before.rss);
      if (typeof answer !== 'string' || cpu > LONGEST_SECONDS || growth > LARGEST_GROWTH_BYTES) {
        desk?.keep(content);
        const told = `${cpu.toFixed(1)} s, ${growth} bytes, ${Buffer.from(content).toString('base64').slice(0, 4000)}`;
        throw new Error(`${name}: mutant ${damaged}: ${told}`, { cause: answer });
      }
      mutants.learn(content, answer);
    }
    desk?.close();
    if (seconds > 0 || folder !== null) console.log(report(name, damaged, cpuSeconds() - begin, mutants));
  });
});

function isLeft(damaged: number, begin: number): boolean {
  return seconds > 0 ? cpuSeconds() - begin < seconds : damaged < FEW;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** 'read', or the kind of refusal: its words, without the names and numbers of this very file. What is no Fault comes as it is. */
async function answerTo(reader: FuzzedReader, content: Uint8Array): Promise<string | Error> {
  try {
    await reader.read(content);
    return 'read';
  } catch (error) {
    if (!(error instanceof Fault)) return error as Error;
    return error.message
      .slice(0, 300)
      .replace(/"[^"]*"?|\([^()]*\)|[^\s]*[^a-z\s'.,:;][^\s]*/g, '#')
      .slice(0, 100);
  }
}

/** The file that is being read, and those that something was wrong with. */
function openDesk(name: string) {
  if (folder === null) return null;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name.replaceAll(/\W+/g, '-'));
  const file = openSync(`${path}.now`, 'w');
  return {
    /** Eight bytes of length, then the content: what was longer before is not cut off. */
    lay(content: Uint8Array) {
      writeSync(file, new BigUint64Array([BigInt(content.length)]), 0, 8, 0);
      writeSync(file, content, 0, content.length, 8);
    },
    keep: (content: Uint8Array) => writeFileSync(`${path}.found`, content),
    close: () => closeSync(file),
  };
}

function report(name: string, damaged: number, cpu: number, { answers }: Mutants): string {
  const count = damaged.toLocaleString('en');
  const speed = Math.round(damaged / cpu).toLocaleString('en');
  const read = ((100 * (answers.get('read') ?? 0)) / damaged).toFixed(1);
  return `${name}: ${count} damaged files in ${cpu.toFixed(0)} s of processor, ${speed} a second; ${answers.size} answers, ${read} % read`;
}
