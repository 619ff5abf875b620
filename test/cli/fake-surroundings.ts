import type { CommandEntry, Surroundings } from '../../src/cli/command.ts';
import { plain } from '../../src/cli/help/paint.ts';
import { passOn, type Tap } from '../../src/cli/json-lines.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import type { Project } from '../../src/project/project.ts';

/**
 * Surroundings that record what is shown and answer questions from a list; pieces are recorded in `printed` one by one. `root` is the
 * folder of models and runs; by default the one that the test is in.
 */
export function fakeSurroundings(
  answers: readonly string[] = [],
  { watched = false, canAsk = true, input = '', terminal = null as Terminal | null, root = null as string | null } = {},
) {
  const printed: string[] = [];
  const noted: string[] = [];
  const stop = new AbortController();
  const left = [...answers];
  const asked: string[] = [];
  const entered: string[] = [];
  const project = nodeProject({ ...(root === null ? {} : { root }), signal: stop.signal });
  const surroundings: Surroundings & {
    readonly project: Project;
    readonly commands: readonly CommandEntry[];
    readonly json: boolean;
    readonly tap: Tap;
  } = {
    project,
    commands: [],
    json: false,
    tap: passOn,
    openProject: async () => project,
    screen: {
      print: (text) => printed.push(text),
      write: (text) => printed.push(text),
      columns: 80,
      paint: plain,
      notePaint: plain,
      watched,
      note: (text) => noted.push(text),
      progress: () => {},
    },
    signal: stop.signal,
    ask: async (question) => {
      asked.push(question);
      return left.shift() ?? null;
    },
    readInput: async () => input,
    canAsk,
    terminal,
    startOnHosts: async (hosts) => {
      throw new Error(`Nothing is started on ${hosts.join(', ')} in a test.`);
    },
    enter: (folder) => entered.push(folder),
  };
  return { surroundings, printed, noted, asked, entered, stop };
}
