import type { Project } from '../../../src/project/project.ts';
import { ALONE_HERE, type Ranks } from '../../../src/project/ranks.ts';
import { ranksInMemory } from '../../engine/training/ranks.ts';

/** The ranks of a job in this process, each on a machine of its own: host-0, host-1. */
export function jobInMemory(size: number): Ranks[] {
  if (size === 1) return [ALONE_HERE];
  return ranksInMemory(size).map((collective, rank) => ({
    ...collective,
    host: `host-${rank}`,
    onHost: 1,
    carrier: 'memory',
    async gatherBytes(bytes) {
      const texts = await collective.gather(Buffer.from(bytes).toString('base64'));
      return texts.map((text) => new Uint8Array(Buffer.from(text, 'base64')));
    },
  }));
}

/** What each rank of a job has around it; `signals` by rank. */
export function ranksOfProjects(
  size: number,
  signals: readonly (AbortSignal | undefined)[] = [],
): Pick<Project, 'ranks' | 'sleep' | 'signal'>[] {
  return jobInMemory(size).map((ranks, rank) => ({
    ranks,
    signal: signals[rank],
    // Pauses between rounds are cut short; what waits for a person is not.
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms < 1000 ? 2 : ms)),
  }));
}
