import type { Examination } from './doctor.ts';

/** What to do now, and why that. */
export interface NextStep {
  /** To be typed as it stands; null where something has to be done by hand first. */
  readonly command: string | null;
  readonly because: string;
}

/** Which settings of `tpdne run` need not be typed: they stand in the config file. */
export interface Said {
  readonly posts: boolean;
  readonly out: boolean;
}

/**
 * The one thing to do next, by what is there: the first that applies. `example` is the folder of the example blog.
 */
export function nextStep(found: Omit<Examination, 'next'>, said: Said, example: string): NextStep {
  const { config, posts, runs, queue, device } = found;
  const run = runCommand(found, said);
  const active = runs.find(({ isTraining }) => isTraining);
  const unfinished = runs.find(({ job }) => job !== null && !job.isComplete);
  if (config !== null && config.problem !== null) {
    return { command: null, because: `Mend the config file first: ${config.problem}` };
  }
  if (device.description === null) return { command: null, because: device.problem ?? 'There is no device.' };
  if (active !== undefined) return { command: 'tpdne doctor', because: `${active.name} is being trained; look again later.` };
  if (posts.inputs.length === 0) {
    return {
      command: `tpdne run ${shellWord(example)} --out drafts`,
      because: 'There is no blog here. Go to the folder of yours and call tpdne init there, or try the example:',
    };
  }
  if (posts.count === 0 && posts.problem !== null && runs.length === 0 && !posts.inputs.some((input) => /^https?:/i.test(input))) {
    return { command: null, because: `No post can be read: ${posts.problem}` };
  }
  if (config === null) return { command: 'tpdne init', because: 'There is a blog here, and no config file yet.' };
  if (unfinished !== undefined) return { command: run, because: `${unfinished.name} was stopped; this goes on with it.` };
  if (queue.posts > 0) {
    const there = queue.posts === 1 ? '1 new post is' : `${queue.posts} new posts are`;
    return { command: run, because: `${there} in ${queue.folder}, to be read by you; this writes more.` };
  }
  return { command: run, because: 'Everything is there to train on the posts and to write new ones.' };
}

function runCommand({ posts, queue }: Omit<Examination, 'next'>, said: Said): string {
  return [
    'tpdne run',
    ...(said.posts ? [] : posts.inputs.map(shellWord)),
    ...(said.out ? [] : ['--out', shellWord(queue.folder)]),
  ].join(' ');
}

/** In quotes where a shell would take it apart. */
function shellWord(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
