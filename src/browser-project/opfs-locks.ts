import { LockedFault } from '../project/file-faults.ts';
import type { Lock, LockPurpose } from '../project/files.ts';
import type { WebLocks } from './opfs-handles.ts';

/** Locks on paths, which hold between all tabs and workers of a site, and end with the worker that took them. */
export class OpfsLocks {
  readonly #locks: WebLocks;
  /** Of this worker: a lock that was released is free a moment later. */
  readonly #ends = new Map<string, Promise<void>>();

  constructor(locks: WebLocks) {
    this.#locks = locks;
  }

  /** Takes the lock of a path. Throws LockedFault if somebody has it. */
  async take(path: string, { does, instead }: LockPurpose): Promise<Lock> {
    const release = await this.#hold(nameOf(path));
    if (release === null) throw new LockedFault(`Another tab or job of this page ${does}. ${instead}.`);
    return { release };
  }

  async isHeld(path: string): Promise<boolean> {
    return (await this.#held()).has(nameOf(path));
  }

  /** Shows others that this worker lives, until it ends. */
  async announce(worker: string): Promise<void> {
    await this.#hold(aliveName(worker));
  }

  /** The workers among these that live. */
  async living(workers: readonly string[]): Promise<ReadonlySet<string>> {
    const held = await this.#held();
    return new Set(workers.filter((worker) => held.has(aliveName(worker))));
  }

  async #hold(name: string): Promise<(() => void) | null> {
    await this.#ends.get(name);
    return new Promise((resolve, reject) => {
      const request = this.#locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock === null) return resolve(null);
        await new Promise<void>((end) => {
          resolve(() => {
            this.#ends.set(name, request);
            end();
          });
        });
      });
      request.catch(reject);
    });
  }

  async #held(): Promise<ReadonlySet<string | undefined>> {
    const { held = [] } = await this.#locks.query();
    return new Set(held.map(({ name }) => name));
  }
}

const nameOf = (path: string): string => `tpdne ${path}`;
const aliveName = (worker: string): string => `tpdne-worker ${worker}`;
