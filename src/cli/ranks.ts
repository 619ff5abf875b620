import type { JoinedRanks } from '../node/mpi/join-ranks.ts';
import type { Launched } from '../node/mpi/launcher.ts';
import { createScreen, type Output, type Screen } from './screen.ts';

/** Milliseconds for the launcher to read what a rank has said: MPICH's drops what it has not read when a job is aborted. */
const UNTIL_READ = 1000;

/** Milliseconds that another rank waits before it says what went wrong: where all fail alike, rank 0 has said it and ended them by then. */
const AFTER_RANK_0 = UNTIL_READ + 1500;

/** The part that this process has in a job that a launcher started. */
export interface Part {
  readonly screen: Screen;
  /** Joins the others. Throws MpiFault, and RanksDifferFault for another version of this program. */
  join(signal: AbortSignal): Promise<JoinedRanks>;
  /** Leaves the job with the exit code of the command; one that failed ends all ranks. */
  leave(exitCode: number): Promise<void>;
}

/** Rank 0 alone shows its output; the others are silent, but for what goes wrong, which they say with the name of their machine. */
export function partOf(
  launched: Launched,
  version: string,
  { stdout, stderr, env }: { readonly stdout: Output; readonly stderr: Output; readonly env: NodeJS.ProcessEnv },
): Part {
  let joined: JoinedRanks | null = null;
  let lastNote = '';
  const screen = createScreen(stdout, stderr, env);
  const isSilent = launched.rank > 0;
  const silent: Screen = {
    ...screen,
    print: () => {},
    write: () => {},
    progress: () => {},
    note: (text) => {
      lastNote = text;
    },
  };
  const endAll = async (exitCode: number) => {
    await passed(UNTIL_READ);
    joined?.abort(exitCode);
  };
  return {
    screen: isSilent ? silent : screen,
    async join(signal) {
      const { joinRanks } = await import('../node/mpi/join-ranks.ts');
      joined = await joinRanks(launched, version, {
        signal,
        onLost(host) {
          stderr.write(`tpdne: A rank on ${host} has stopped, so the others stop too. The last checkpoint is whole.\n`);
          void endAll(1);
        },
      });
      joined.requireSameVersion();
      return joined;
    },
    async leave(exitCode) {
      if (exitCode === 0) return joined?.close();
      if (isSilent) {
        await passed(AFTER_RANK_0);
        stderr.write(`${joined?.host ?? 'another machine'}, rank ${launched.rank}: ${lastNote}\n`);
      }
      await endAll(exitCode);
    },
  };
}

const passed = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
