import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Wire } from '../../engine/training/collective.ts';
import { type Ranks, RanksDifferFault } from '../../project/ranks.ts';
import { joinJob, type MpiLibrary } from '../native-device/mpi-library.ts';
import { loadNativeLibrary } from '../native-device/native-library.ts';
import type { Launched } from './launcher.ts';

/** The ranks of a job, as the program that started with them uses them. */
export interface JoinedRanks extends Ranks {
  /** Threads for this rank, so that all ranks of a machine have its cores to themselves. */
  readonly threads: number;
  /** Comes first, as versions may ask for other things in another order. Throws RanksDifferFault on all ranks. */
  requireSameVersion(): void;
  /** Leaves the job; every rank calls it. */
  close(): Promise<void>;
  /** Ends all ranks at once. */
  abort(code: number): void;
}

/** Seconds without a sign of life after which a rank counts as lost. */
const LOST_AFTER = 60;
/** The same once this rank was told to end: a launcher tells all of them when one has died. */
const LOST_AFTER_SIGNAL = 4;

/**
 * Joins the ranks that a launcher started. `onLost` is called with the machine of a rank that is lost, after which the job
 * cannot go on. Throws MpiFault.
 */
export async function joinRanks(
  launched: Launched,
  version: string,
  { signal, onLost }: { readonly signal: AbortSignal; readonly onLost: (host: string) => void },
): Promise<JoinedRanks> {
  const library = joinJob(launched);
  const calls = oneAfterTheOther(library);
  const gather = async (text: string) =>
    (await calls.gather(new TextEncoder().encode(text))).map((bytes) => new TextDecoder().decode(bytes));
  const own = { host: hostname(), cores: allowedCores(), version };
  const places = await gather(JSON.stringify(own));
  const neighbours = places.map((text) => JSON.parse(text) as typeof own);
  const hosts = neighbours.map((place) => place.host);
  const watch = setInterval(() => {
    const lost = library.silent(signal.aborted ? LOST_AFTER_SIGNAL : LOST_AFTER);
    if (lost < 0) return;
    clearInterval(watch);
    onLost(hosts[lost]);
  }, 500);
  watch.unref();
  // A launcher may bind each rank to cores of its own.
  const sharing = neighbours.filter((other) => other.host === own.host && other.cores === own.cores).length;
  return {
    rank: library.rank,
    size: library.size,
    host: own.host,
    onHost: hosts.filter((other) => other === own.host).length,
    carrier: library.version,
    requireSameVersion: () => requireSameVersion(neighbours),
    threads: Math.max(1, Math.floor(loadNativeLibrary().physicalCores() / sharing)),
    gather,
    gatherBytes: calls.gather,
    agree: async (flag) => (await gather(flag ? 'yes' : '')).includes('yes'),
    sum: calls.sum,
    async close() {
      // Rank 0 may still be saving: until it is here too, the watch goes on.
      await calls.close();
      clearInterval(watch);
    },
    abort: (code) => library.abort(code),
  };
}

function requireSameVersion(ranks: readonly { readonly host: string; readonly version?: string }[]): void {
  const [first] = ranks;
  const rank = ranks.findIndex(({ version }) => version !== first.version);
  if (rank < 0) return;
  // The first versions did not say.
  const [own, other] = [first, ranks[rank]].map(({ version }) => version ?? 'an earlier one');
  throw new RanksDifferFault(
    `The ranks have different versions of tpdne: rank 0 on ${first.host} has ${own}, but rank ${rank} on ${ranks[rank].host} ` +
      `has ${other}. Install the same version everywhere.`,
  );
}

/** The library's calls, each begun when the last has ended: all ranks make them in the same order. */
function oneAfterTheOther(library: MpiLibrary) {
  let last: Promise<unknown> = Promise.resolve();
  const next = <Value>(call: () => Promise<Value>): Promise<Value> => {
    const result = last.then(call);
    last = result.catch(() => {});
    return result;
  };
  return {
    sum: (values: Float32Array, wire: Wire = 'float32') =>
      next(() => inThread<void>((done) => library.sum.async(values, values.length, wire === 'bfloat16' ? 1 : 0, done))),
    gather: (data: Uint8Array) =>
      next(async () => {
        const sizes = new BigInt64Array(library.size);
        const total = await inThread<number>((done) => library.gather.async(data, data.length, sizes, done));
        const all = new Uint8Array(Number(total));
        library.gathered(all);
        let end = 0;
        return [...sizes].map((size) => {
          end += Number(size);
          return all.slice(end - Number(size), end);
        });
      }),
    close: () => next(() => inThread<void>((done) => library.close.async(done))),
  };
}

function inThread<Value>(start: (done: (error: unknown, value: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}

/** The cores that this process may use, as Linux writes them; elsewhere launchers bind nothing. */
function allowedCores(): string {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
