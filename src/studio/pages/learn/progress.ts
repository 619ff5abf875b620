import type { AnyEvent } from '../../protocol.ts';
import { bytes, counted } from '../core/words.ts';

/** Steps over which the speed is measured. */
const RECENT_STEPS = 20;

/** Tokens a second over the last steps of a job; null before there are two. */
export function tokensPerSecond(events: readonly AnyEvent[]): number | null {
  const last = lastStepsOfCall(events);
  const [first, now] = [last[0], last.at(-1)];
  if (first === undefined || now === undefined || first === now) return null;
  const seconds = Number(now.seconds) - Number(first.seconds);
  return seconds > 0 ? (Number(now.tokens) - Number(first.tokens)) / seconds : null;
}

/** The last steps, the oldest first, as long as their clock runs on: a resumed job begins at zero again. */
function lastStepsOfCall(events: readonly AnyEvent[]): AnyEvent[] {
  const steps: AnyEvent[] = [];
  for (let i = events.length - 1; i >= 0 && steps.length < RECENT_STEPS; i--) {
    if (events[i].type !== 'step') continue;
    if (steps.length > 0 && Number(events[i].seconds) > Number(steps[0].seconds)) break;
    steps.unshift(events[i]);
  }
  return steps;
}

/** Events after which more is on disk about a run. */
const MILESTONES: ReadonlySet<string> = new Set(['validation', 'saved', 'samples-written']);

/** Changes when more is on disk about a run: at its first step, and at each validation, checkpoint and samples. */
export function milestones(events: readonly AnyEvent[]): number {
  let [count, hasStep] = [0, false];
  for (const { type } of events) {
    if (type === 'step') hasStep = true;
    else if (MILESTONES.has(type)) count++;
  }
  return count + Number(hasStep);
}

/** What the training will do, in sentences. `knowsFree`: whether it is known how much memory was free, which no browser says. */
export function planInWords(events: readonly AnyEvent[], knowsFree = true): string[] {
  const last = (type: string) => events.findLast((event) => event.type === type);
  const [start, dataset, plan] = ['starting-model', 'dataset', 'plan'].map(last);
  return [
    ...(start === undefined ? [] : [startInWords(start)]),
    ...(dataset === undefined ? [] : [postsInWords(dataset)]),
    ...(plan === undefined ? [] : [stepsInWords(plan), needsInWords(plan, knowsFree)]),
  ];
}

function startInWords({ name, isRandom, step }: AnyEvent): string {
  if (Number(step) > 0) return `It goes on from step ${Number(step).toLocaleString('en')}.`;
  return isRandom === true ? 'It starts from nothing: a new model with random weights.' : `It starts from ${name}.`;
}

function postsInWords({ posts, heldOutPosts }: AnyEvent): string {
  const aside = Number(heldOutPosts);
  const kept =
    aside === 0 ? '' : `, of which ${counted(aside, 'post')} ${aside === 1 ? 'is' : 'are'} held out to measure it on`;
  return `It learns from ${counted(Number(posts), 'post')}${kept}.`;
}

function stepsInWords({ tokensPerStep, stepsPerEpoch, steps }: AnyEvent): string {
  const each = `Each step reads ${counted(Number(tokensPerStep), 'token')}`;
  if (steps === null) return `${each}; it goes on until you pause it.`;
  const passes = Number(steps) / Number(stepsPerEpoch);
  const read =
    passes < 0.95
      ? `${counted(Number(steps), 'step')} read ${Math.ceil(100 * passes)} % of your posts`
      : `${counted(Number(steps), 'step')} read your posts ${passes.toFixed(1)} times`;
  return `${each}; ${read}, or fewer if it is past its best before.`;
}

function needsInWords({ device, memory, availableBytes, parameters }: AnyEvent, knowsFree: boolean): string {
  const total = bytes((memory as { readonly total: number }).total);
  const weights = `${(Number(parameters) / 1e6).toLocaleString('en', { maximumFractionDigits: 0 })} million weights`;
  const free = Number(availableBytes);
  const room = !knowsFree || free === Number.MAX_SAFE_INTEGER ? '' : ` of the ${bytes(free)} that were free`;
  return `The model has ${weights} and takes about ${total}${room}, on ${device}.`;
}
