import { nodeProject } from '../../../src/node/project/node-project.ts';
import type { Project } from '../../../src/project/project.ts';
import { jobInMemory } from './ranks-in-memory.ts';

/** What a rank did: its events, and what it threw. */
export interface RankOutcome<Event> {
  readonly events: readonly Event[];
  readonly error: unknown;
}

/** Runs a command in each of these folders, as the ranks of one job; ranks of one machine have the same folder. */
export async function inJob<Event>(
  roots: readonly string[],
  command: (project: Project, rank: number) => AsyncIterable<Event>,
): Promise<RankOutcome<Event>[]> {
  const ranks = jobInMemory(roots.length);
  const outcomes = roots.map(async (root, rank) => {
    const events: Event[] = [];
    try {
      const project = nodeProject({ root, ranks: ranks[rank], now: () => new Date('2024-05-06T07:08:09Z') });
      for await (const event of command(project, rank)) events.push(event);
      return { events, error: null };
    } catch (error) {
      return { events, error };
    }
  });
  return Promise.all(outcomes);
}
