import type { Examination } from '../pipeline/doctor/examination.ts';
import type { ModelProposal } from '../pipeline/models/propose-model.ts';
import { byteCount, gigabytes } from '../project/byte-count.ts';
import { counted } from './counted.ts';
import { table } from './table.ts';

/** Runs and models to show; the rest are counted, so that everything fits on a screen. */
const mostNamed = 5;

/** The report of `doctor` as text: a row for each topic, then the next step. */
export function examinationLines(found: Examination): string {
  const { program, memory, compiler, mpi, config, queue, exposed, next } = found;
  const rows = [
    ['tpdne', `${program.version}, on Node ${program.node}, ${program.platform}`],
    ['device', ...deviceLines(found.device)],
    ['memory', `${gigabytes(memory.availableBytes)} free of ${gigabytes(memory.totalBytes)}`],
    ['compiler', compiler ?? 'none; only a clone needs one'],
    ['mpi', mpi ?? 'none; only a training on several machines needs it'],
    ['config', config === null ? 'none' : (config.problem ?? config.path), ...configuredLines(found.model)],
    ['posts', postsLine(found.posts)],
    [
      'models',
      ...named(found.models.map(modelLine)),
      ...(found.proposal === null ? [] : [proposalLine(found.proposal)]),
    ],
    ['runs', ...named(found.runs.map(runLine))],
    ['queue', queueLine(queue), ...(queue.problem === null ? [] : [queue.problem])],
    ...(exposed.length === 0
      ? []
      : [['site', `Jekyll publishes ${exposed.join(', ')}: add them to exclude in _config.yml`]]),
  ];
  const lines = rows.flatMap(([name, ...texts]) => texts.map((text, i) => [i === 0 ? name : '', text]));
  return [table(lines), '', next.because, ...(next.command === null ? [] : ['', `  ${next.command}`])].join('\n');
}

function deviceLines({ description, instructionSets, because, problem }: Examination['device']): string[] {
  return [
    ...(description === null ? [] : [description]),
    ...(because === null || because === problem ? [] : [`chosen because: ${because}`]),
    ...(instructionSets.length === 0 ? [] : [`this machine supports ${instructionSets.join(', ')}`]),
    ...(problem === null ? [] : [problem]),
  ];
}

/** The model of the config file, if there is something to say about it. */
function configuredLines(model: Examination['model']): string[] {
  if (model === null) return [];
  return [`model_name ${model.name}${model.problem === null ? '' : `: ${model.problem}`}`];
}

function postsLine({ inputs, source, count, skipped, isFew, problem }: Examination['posts']): string {
  if (inputs.length === 0) return 'none found here';
  const where = `${inputs.join(', ')}${source === null ? '' : `, ${source}`}`;
  if (problem !== null) return `${where}: ${problem.split('\n')[0]}`;
  if (count === null) return `${where}, not downloaded`;
  const out = skipped === 0 ? '' : `; ${counted(skipped, 'other item')} skipped`;
  const few = isFew ? '; that is little to learn a voice from' : '';
  return `${counted(count, 'post')} in ${where}${out}${few}`;
}

function queueLine({ folder, generated, approved, unreviewed, 'held back': heldBack }: Examination['queue']): string {
  const count = approved + unreviewed + heldBack;
  if (count === 0) return `no drafts in ${folder}`;
  const drafts = `${counted(count, 'draft')} in ${folder}`;
  const own = generated === count ? '' : `, ${generated.toLocaleString('en')} of them by a model`;
  return `${drafts}${own}: ${approved} approved, ${unreviewed} unreviewed, ${heldBack} held back`;
}

function modelLine({ name, bytes, from, problem }: Examination['models'][number]): string {
  if (problem !== null) return `${name}: ${problem}`;
  return [name, byteCount(bytes), ...(from === null ? [] : [`from ${from}`])].join(', ');
}

function proposalLine({ name, bytes, licence, minutes }: ModelProposal): string {
  const facts = [
    ...(bytes === null ? [] : [byteCount(bytes)]),
    licence,
    `run about ${Math.max(1, Math.round(minutes))} min`,
  ];
  const size = ` (${facts.join(', ')})`;
  return `${name} would fit this machine: tpdne download ${name}${size}`;
}

function runLine({ name, steps, loss, bestLoss, isTraining, problem }: Examination['runs'][number]): string {
  const facts = [
    steps === null ? 'no checkpoint yet' : counted(steps, 'step'),
    ...(loss === null ? [] : [`loss ${loss.toFixed(2)}`]),
    ...(bestLoss === null ? [] : [`best validation loss ${bestLoss.toFixed(2)}`]),
    ...(isTraining ? ['training now'] : []),
    ...(problem === null ? [] : [problem]),
  ];
  return `${name}: ${facts.join(', ')}`;
}

function named(lines: readonly string[]): string[] {
  if (lines.length === 0) return ['none'];
  const more = lines.length - mostNamed;
  return more > 0 ? [...lines.slice(0, mostNamed), `and ${more.toLocaleString('en')} more`] : [...lines];
}
