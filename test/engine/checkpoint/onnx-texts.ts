import { CachedReader } from '../../../src/engine/models/decoding-state.ts';
import type { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { llamaValuesOf } from '../../../src/engine/models/llama/architecture.ts';

export interface OnnxArray {
  readonly data: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}
export type OnnxArrays = Readonly<Record<string, OnnxArray>>;

/** A graph that can be computed, whatever computes it. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  run(inputs: OnnxArrays): Promise<OnnxArrays>;
}

/** Some texts of one length, a row each. */
export interface OnnxTexts {
  readonly tokens: readonly (readonly number[])[];
  /** One for each token and each that is in the cache; 0 for padding. Default: 1. */
  readonly mask?: readonly (readonly number[])[];
  /** Default: those after the cache. */
  readonly positions?: readonly (readonly number[])[];
  /** What an earlier call returned. Default: nothing was read before. */
  readonly cache?: OnnxArrays;
}

/** The heads of the keys (NKV), and the channels of each. */
export interface CacheShape {
  readonly keyHeads: number;
  readonly headWidth: number;
}

export function cacheShapeOf({ configuration }: TrainableModel): CacheShape {
  const { heads, width } = configuration.shape;
  const values = llamaValuesOf(configuration)?.values;
  return { keyHeads: values?.num_key_value_heads ?? heads, headWidth: values?.head_dim ?? width / heads };
}

const counted = (begin: number, end: number) => Array.from({ length: end - begin }, (_, i) => begin + i);

/** Reads texts as transformers.js does. `logits`: those after each token, (B · T, V); `cache`: for the next call. */
export async function readTexts(
  session: OnnxSession,
  { keyHeads, headWidth }: CacheShape,
  { tokens, mask, positions, cache }: OnnxTexts,
): Promise<{ readonly logits: Float32Array; readonly dims: readonly number[]; readonly cache: OnnxArrays }> {
  const names = session.inputNames.filter((name) => name.startsWith('past_key_values.'));
  const empty = { data: new Float32Array(0), dims: [tokens.length, keyHeads, 0, headWidth] };
  const past = cache ?? Object.fromEntries(names.map((name) => [name, empty]));
  const P = past[names[0]].dims[2];
  const S = P + tokens[0].length;
  const outputs = await session.run({
    input_ids: integers(tokens),
    attention_mask: integers(mask ?? tokens.map(() => counted(0, S).map(() => 1))),
    position_ids: integers(positions ?? tokens.map(() => counted(P, S))),
    ...past,
  });
  const { logits, ...present } = outputs;
  return {
    logits: logits.data as Float32Array,
    dims: logits.dims,
    cache: Object.fromEntries(
      Object.entries(present).map(([name, value]) => [name.replace('present', 'past_key_values'), value]),
    ),
  };
}

function integers(rows: readonly (readonly number[])[]): OnnxArray {
  return { data: BigInt64Array.from(rows.flat(), BigInt), dims: [rows.length, rows[0].length] };
}

/** The logits of our own decoder after each token. */
export async function expectedLogits(model: TrainableModel, tokens: readonly number[]): Promise<Float32Array[]> {
  const decoder = new CachedReader(model, 1);
  const logits: Float32Array[] = [];
  for (const token of tokens) logits.push((await decoder.feed(Int32Array.of(token))).slice());
  return logits;
}

/** The largest difference between our logits, a row for each token, and others. */
export function worstDifference(ours: readonly Float32Array[], theirs: Float32Array): number {
  const whole = ours.flatMap((row) => [...row]);
  if (theirs.length !== whole.length) throw new Error(`There are ${theirs.length} logits, expected ${whole.length}.`);
  return whole.reduce((worst, value, i) => Math.max(worst, Math.abs(value - theirs[i])), 0);
}

/**
 * By how much a graph differs from our own decoder at most, whichever way it reads: in one pass, token by token, in two
 * passes, and a batch of two whose shorter text has padding in front, which goes on by one token.
 */
export async function differences(
  session: OnnxSession,
  model: TrainableModel,
  shape: CacheShape,
  tokens: readonly number[],
): Promise<Readonly<Record<'pass' | 'steps' | 'passes' | 'batch', number>>> {
  const expected = await expectedLogits(model, tokens);
  const read = (texts: OnnxTexts) => readTexts(session, shape, texts);
  const pass = worstDifference(expected, (await read({ tokens: [tokens] })).logits);
  const steps = await inPasses(
    session,
    shape,
    expected,
    tokens.map((token) => [token]),
  );
  const passes = await inPasses(session, shape, expected, [tokens.slice(0, 3), tokens.slice(3)]);
  return { pass, steps, passes, batch: await batch(read, model, tokens) };
}

async function inPasses(
  session: OnnxSession,
  shape: CacheShape,
  expected: readonly Float32Array[],
  passes: readonly (readonly number[])[],
): Promise<number> {
  let [worst, read] = [0, 0];
  let cache: OnnxArrays | undefined;
  for (const tokens of passes) {
    const found = await readTexts(session, shape, { tokens: [tokens], ...(cache === undefined ? {} : { cache }) });
    worst = Math.max(worst, worstDifference(expected.slice(read, read + tokens.length), found.logits));
    read += tokens.length;
    cache = found.cache;
  }
  return worst;
}

async function batch(
  read: (texts: OnnxTexts) => ReturnType<typeof readTexts>,
  model: TrainableModel,
  tokens: readonly number[],
): Promise<number> {
  const T = tokens.length - 1;
  const [long, short] = [tokens.slice(0, T), tokens.slice(1, T - 1)];
  const padding = [0, 0];
  const mask = [long.map(() => 1), [...padding, ...short.map(() => 1)]];
  // transformers.js gives padding position 1.
  const positions = [counted(0, T), [1, 1, ...counted(0, T - 2)]];
  const first = await read({ tokens: [long, [...padding, ...short]], mask, positions });
  const next = await read({
    tokens: [[tokens[T]], [tokens[T - 1]]],
    mask: mask.map((row) => [...row, 1]),
    positions: [[T], [T - 2]],
    cache: first.cache,
  });
  const V = model.shape.vocabulary;
  const [ours, oursShort] = [
    await expectedLogits(model, tokens),
    await expectedLogits(model, [...short, tokens[T - 1]]),
  ];
  return Math.max(
    worstDifference(ours.slice(0, T), first.logits.subarray(0, T * V)),
    worstDifference(oursShort.slice(0, T - 2), first.logits.subarray((T + 2) * V)),
    worstDifference([ours[T], oursShort[T - 2]], next.logits),
  );
}
