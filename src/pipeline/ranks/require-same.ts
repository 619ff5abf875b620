import { type Ranks, RanksDifferFault } from '../../project/ranks.ts';

/** A fact that must be the same on all ranks: for people, what differs ('is version'), and what to do about it. */
export type Compared<Key extends string> = Readonly<Record<Key, readonly [verb: string, remedy: string]>>;

/** What one rank brings to the comparison. */
export type RankFacts<Key extends string> = Readonly<Record<Key, string>> & {
  readonly host: string;
  readonly instructionSet: string;
  readonly precision: string;
};

/**
 * Returns what all ranks bring, in their order; every rank calls it. `does` completes the message: 'train'. A fact that is a
 * record in JSON is compared value by value. Throws RanksDifferFault on every rank.
 */
export async function requireSame<Key extends string>(
  ranks: Ranks,
  does: string,
  compared: Compared<Key>,
  own: RankFacts<NoInfer<Key>>,
): Promise<readonly RankFacts<Key>[]> {
  const all = (await ranks.gather(JSON.stringify(own))).map((text) => JSON.parse(text) as RankFacts<Key>);
  const [first] = all;
  for (const [rank, other] of all.entries()) {
    for (const key of Object.keys(compared) as Key[]) {
      if (other[key] === first[key]) continue;
      const [verb, remedy] = compared[key];
      const [of, found] = differing(first[key], other[key]);
      throw new RanksDifferFault(
        `The ranks would not ${does} the same: rank 0 on ${first.host} ${verb} ${of}, but rank ${rank} on ${other.host} ` +
          `${verb} ${found}. ${remedy}`,
      );
    }
  }
  return all;
}

/** How the processors of the ranks differ: 'avx2, float32; avx512bf16, bfloat16'; null if they do not. */
export function differingProcessors(all: readonly RankFacts<never>[]): string | null {
  const processors = new Set(all.map(({ instructionSet, precision }) => `${instructionSet}, ${precision}`));
  return processors.size > 1 ? [...processors].join('; ') : null;
}

/** Where the ranks are, for people: 'laptop', '2 machines (laptop, desktop)'. */
export function hostsOf(all: readonly RankFacts<never>[]): string {
  const hosts = [...new Set(all.map(({ host }) => host))];
  return hosts.length === 1 ? hosts[0] : `${hosts.length} machines (${hosts.join(', ')})`;
}

/** Both sides for people; of records, the first value that differs with its name. */
function differing(first: string, other: string): readonly [string, string] {
  if (!first.startsWith('{')) return [short(first), short(other)];
  const [a, b] = [first, other].map((text) => JSON.parse(text) as Record<string, unknown>);
  const name = Object.keys(a).find((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])) ?? Object.keys(b)[0];
  return [`${name} ${JSON.stringify(a[name])}`, `${name} ${JSON.stringify(b[name])}`];
}

/** The first letters of a digest, in hexadecimal or base64. */
function short(text: string): string {
  return /^(?:[0-9a-f]{64}|[\w+/]{43}=)$/.test(text) ? `${text.slice(0, 12)}…` : text;
}
