import { trainSettings } from '../pipeline/settings/train.ts';
import type { ModelShown, RunShown, ShowEvent, TokensShown, TrainingShown } from '../pipeline/show/shown.ts';
import type { Sample } from '../pipeline/train/sample-history.ts';
import { byteCount } from '../project/byte-count.ts';
import { counted } from './counted.ts';
import { table } from './table.ts';

/** A name and what is said about it; a line without words is left out. */
type Line = readonly [name: string, words: string | null];

/** Shows what `show` found, as aligned lines. */
export function shownLines(event: ShowEvent): string {
  const lines = linesOf(event).filter((line): line is readonly [string, string] => line[1] !== null);
  return table(lines);
}

function linesOf(event: ShowEvent): Line[] {
  switch (event.type) {
    case 'run-shown':
      return runLines(event);
    case 'model-shown':
      return [['model', `${event.name} (${event.path})`], ...modelLines(event)];
    case 'tokens-shown':
      return tokenLines(event);
  }
}

function runLines({
  name,
  path,
  isTraining,
  checkpoints,
  step,
  bytes,
  training,
  samples,
  job,
  model,
  problem,
}: RunShown): Line[] {
  const steps = checkpoints.map((checkpoint) => `${checkpoint.step}${checkpoint.isBest ? ' (best)' : ''}`);
  return [
    ['run', `${name} (${path}), ${byteCount(bytes)}${isTraining ? ', being trained' : ''}`],
    ['checkpoints', steps.length === 0 ? 'none' : `of step ${steps.join(', ')}; shown here: ${step}`],
    ['problem', problem],
    ...(training === null ? [] : trainingLines(training)),
    ...samples.map(sampleLine),
    ['posts', job === null ? null : jobWords(job)],
    ...(model === null ? [] : modelLines(model)),
  ];
}

/** Characters of a sample that fit a line. */
const SAMPLE_CHARACTERS = 80;

function sampleLine({ step, text }: Sample): Line {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = [...line].slice(0, SAMPLE_CHARACTERS).join('');
  return ['sample', `at step ${step}: ${cut.length < line.length ? `${cut}…` : line}`];
}

function jobWords({ isTrained, isComplete, written }: NonNullable<RunShown['job']>): string {
  const series = isComplete ? 'the series is complete' : isTrained ? 'more are to be written' : 'still training';
  return `${counted(written, 'new post')} written; ${series}`;
}

function trainingLines(training: TrainingShown): Line[] {
  const { loss, best, validations, startedFrom, beganRandom, trainingTokens, precision, settings, provenance } =
    training;
  const last = validations.at(-1);
  return [
    ['trained', `${counted(training.step, 'step')}, ${counted(training.tokens, 'token')} read`],
    ['loss', loss === null ? null : `${loss.toFixed(3)} nats per token, running average`],
    ['validation', last === undefined ? null : `${last.loss.toFixed(3)} at step ${last.step}`],
    ['best', best === null ? null : `${best.loss.toFixed(3)} at step ${best.step}`],
    ['started from', beganRandom ? `${startedFrom}, with random weights` : startedFrom],
    ['dataset', `${datasetWords(settings.dataset)}: ${counted(trainingTokens, 'training token')}`],
    ['settings', settingWords(settings)],
    ['device', provenance === null ? null : `${provenance.device}${precision === null ? '' : `, ${precision}`}`],
    ['program', provenance === null ? null : programWords(provenance)],
    ['tokens', provenance === null ? null : `SHA-256 ${provenance.trainingTokens}`],
    ['base model', provenance?.baseModel == null ? null : `SHA-256 ${provenance.baseModel}`],
  ];
}

function programWords({
  version,
  platform,
  runtime,
  instructionSet,
}: NonNullable<TrainingShown['provenance']>): string {
  const kernels = instructionSet === null ? '' : `, kernels ${instructionSet}`;
  return `tpdne ${version}, ${platform}, Node ${runtime}${kernels}`;
}

function datasetWords(dataset: unknown): string {
  return Array.isArray(dataset) ? dataset.join(', ') : String(dataset ?? 'unknown');
}

/** Settings with lines of their own. */
const SHOWN_ELSEWHERE = new Set(['dataset', 'model_name', 'run_name', 'precision', 'device']);

/** The settings that are not what they are by default. */
function settingWords(settings: TrainingShown['settings']): string {
  const words: string[] = [];
  for (const [name, setting] of Object.entries(trainSettings)) {
    const value = settings[name];
    const usual = 'default' in setting ? setting.default : undefined;
    if (value === undefined || value === null || value === usual || SHOWN_ELSEWHERE.has(name)) continue;
    words.push(`${name} ${value}`);
  }
  return words.length === 0 ? 'all by default' : words.join(', ');
}

function modelLines(model: ModelShown): Line[] {
  const { shape, vocabulary, adapter, digest, format, bytes } = model;
  const { blocks, width, heads, context } = shape;
  const marks = [
    ...(vocabulary.endMark === null ? ['no end mark'] : [`end mark ${vocabulary.endMark}`]),
    ...(vocabulary.beginMark === null || vocabulary.beginMark === vocabulary.endMark
      ? []
      : [`begin mark ${vocabulary.beginMark}`]),
  ];
  return [
    ['architecture', `${model.architecture}: ${blocks} blocks, ${width} channels, ${heads} heads`],
    ['parameters', model.parameters.toLocaleString('en')],
    ['vocabulary', `${counted(vocabulary.tokens, 'token')}, ${marks.join(', ')}`],
    ['context', counted(context, 'token')],
    ['format', `${format}, ${byteCount(bytes)}`],
    [
      'adapter',
      adapter === null
        ? null
        : `rank ${adapter.rank}, alpha ${adapter.alpha}, beside ${counted(adapter.modules, 'linear layer')}; ${counted(adapter.parameters, 'parameter')}`,
    ],
    ['weights', digest === null ? null : `SHA-256 ${digest}${adapter === null ? '' : ' of the model that it adapts'}`],
    ['licence', model.licence ?? 'unknown'],
    ['from', model.from ?? 'unknown'],
  ];
}

function tokenLines({
  path,
  bytes,
  chunks,
  tokens,
  digest,
  largestToken,
  vocabularies,
  beginning,
}: TokensShown): Line[] {
  const lengths =
    chunks.count === 1 ? '' : `, of ${chunks.shortest.toLocaleString('en')} to ${counted(chunks.longest, 'token')}`;
  const [likeliest, ...others] = vocabularies;
  return [
    ['token file', `${path}, ${byteCount(bytes)}`],
    ['chunks', `${chunks.count.toLocaleString('en')}${lengths}`],
    ['tokens', `${tokens.toLocaleString('en')}, the largest ${largestToken}`],
    ['documents', likeliest === undefined ? null : documentWords(likeliest)],
    [
      'vocabulary',
      likeliest === undefined ? 'none on this machine has all of these tokens' : vocabularyWords(likeliest),
    ],
    ['or that of', others.length === 0 ? null : others.map(({ model }) => model).join(', ')],
    ['begins', beginning === null ? null : JSON.stringify(beginning)],
    ['digest', `SHA-256 ${digest}`],
  ];
}

function documentWords({ documents, endMarks }: TokensShown['vocabularies'][number]): string {
  const basis = endMarks === 0 ? 'no end marks, so each chunk counts as one' : counted(endMarks, 'end mark');
  return `${documents.toLocaleString('en')} (${basis})`;
}

function vocabularyWords({ model, tokens, endMarks }: TokensShown['vocabularies'][number]): string {
  const reason = endMarks > 0 ? 'its end mark occurs' : 'it has all of these tokens';
  return `probably that of ${model} (${counted(tokens, 'token')}): ${reason}`;
}
