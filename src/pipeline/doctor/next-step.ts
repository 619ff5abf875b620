import { shellWord } from '../../project/shell-word.ts';
import { runSettings } from '../settings/run.ts';
import type { Examination, NextStep } from './examination.ts';

/** The first step that applies to what was found. `example` is the folder of the example blog. */
export function nextStep(found: Omit<Examination, 'next'>, example: string): NextStep {
  const { config, posts, runs, queue, device, model } = found;
  const run = runCommand(found);
  const active = runs.find(({ isTraining }) => isTraining);
  const unfinished = runs.find(({ job }) => job !== null && !job.isComplete);
  if (config !== null && config.problem !== null) {
    return { command: null, because: `Fix the config file first: ${config.problem}` };
  }
  if (device.description === null) return { command: null, because: device.problem ?? 'No device is available.' };
  if (active !== undefined)
    return { command: 'tpdne doctor', because: `${active.name} is being trained; check again later.` };
  if (posts.inputs.length === 0) {
    return {
      command: `tpdne run ${shellWord(example)} --out drafts`,
      because: 'No blog was found here. Run tpdne init in the folder of your blog, or try the example:',
    };
  }
  if (posts.problem !== null) return { command: null, because: posts.problem };
  if (queue.problem !== null) return { command: null, because: queue.problem };
  if (model !== null && model.problem !== null) {
    const because = `The config file names the model ${model.name}, but ${model.problem}`;
    return model.canDownload
      ? { command: `tpdne download ${shellWord(model.name)}`, because: `${because}.` }
      : { command: 'tpdne models', because: `${because.replace(/\.$/, '')}; choose one of those that are there:` };
  }
  if (config === null) return { command: 'tpdne init', because: 'There is a blog here, but no config file yet.' };
  if (unfinished !== undefined) {
    const isUsual = unfinished.name === runSettings.run_name.default || config.gives.includes('run_name');
    const command = isUsual ? run : `${run} --run_name ${shellWord(unfinished.name)}`;
    return { command, because: `${unfinished.name} was stopped; this resumes it.` };
  }
  if (queue.approved > 0) {
    const command = config.gives.includes('queue') ? 'tpdne publish' : `tpdne publish ${shellWord(queue.folder)}`;
    const there = queue.approved === 1 ? '1 approved draft is' : `${queue.approved} approved drafts are`;
    return {
      command: `${command} --dry-run`,
      because: `${there} in ${queue.folder}; this shows how the next one would be published.`,
    };
  }
  if (queue.unreviewed > 0) {
    const there = queue.unreviewed === 1 ? '1 draft is' : `${queue.unreviewed} drafts are`;
    const command = config.gives.includes('queue') ? 'tpdne review' : `tpdne review ${shellWord(queue.folder)}`;
    return { command, because: `${there} in ${queue.folder} for you to look over: approve, edit or hold back.` };
  }
  return { command: run, because: 'Everything is ready to train on the posts and write new ones.' };
}

/** `tpdne run` with the settings that the config file does not contain. */
function runCommand({ config, posts, queue }: Omit<Examination, 'next'>): string {
  const isGiven = (name: string) => config?.gives.includes(name) === true;
  return [
    'tpdne run',
    ...(isGiven('posts') ? [] : posts.inputs.map(shellWord)),
    ...(isGiven('out') ? [] : ['--out', shellWord(queue.folder)]),
  ].join(' ');
}
