import type { Root } from 'hast';
import { renderText } from '../corpus/render-text.ts';
import { normaliseWord } from '../language/normalise-word.ts';
import { wordsOf } from '../language/words.ts';
import { countMarks, MARKS } from './marks.ts';
import { proseOf } from './prose.ts';
import { proseTree, type Structure, structureOf } from './structure.ts';
import { varietyOf } from './variety.ts';

/** Parts of a style that count the same, however many features each has. */
export type StyleGroup = 'words' | 'variety' | 'sentences' | 'paragraphs' | 'marks' | 'structure';

/**
 * Features that do not depend on the blog:
 *
 * - variety: different words among 50 in a row, see `varietyOf`;
 * - sentence-words, paragraph-words: mean number of words;
 * - sentence-spread: standard deviation of the words of sentences;
 * - mark: marks of one kind per 1,000 characters of prose;
 * - headings, list-items, links: per 1,000 words of prose;
 * - code: share of the characters that are in code blocks, 0 to 1.
 */
export type FeatureKind =
  | 'variety'
  | 'sentence-words'
  | 'sentence-spread'
  | 'paragraph-words'
  | 'mark'
  | 'headings'
  | 'list-items'
  | 'links'
  | 'code';

export interface Feature {
  /** 'word': occurrences of one word per 1,000 words of prose. */
  readonly kind: FeatureKind | 'word';
  /** The word, or the mark that stands for its kind; null for other features. */
  readonly of: string | null;
}

export const groupOf: Readonly<Record<Feature['kind'], StyleGroup>> = {
  word: 'words',
  variety: 'variety',
  'sentence-words': 'sentences',
  'sentence-spread': 'sentences',
  'paragraph-words': 'paragraphs',
  mark: 'marks',
  headings: 'structure',
  'list-items': 'structure',
  links: 'structure',
  code: 'structure',
};

/** A measured feature. */
export interface Measured extends Feature {
  readonly value: number;
}

/** How a text is written. */
export interface TextStyle {
  /** Number of words of prose. */
  readonly words: number;
  /** How often each word occurs, in the form of `normaliseWord`. */
  readonly counts: ReadonlyMap<string, number>;
  /** All features except words. */
  readonly features: readonly Measured[];
}

/**
 * Measures a text: `visible` is what a reader sees of it, `tree` its elements, which tell prose from code and headings; null
 * if there are none, as for a text file, which then has no features of structure.
 */
export function styleOf(visible: string, tree: Root | null): TextStyle {
  const prose = tree === null ? visible : renderText(proseTree(tree));
  const words = wordsOf(prose).map(normaliseWord);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const structure = tree === null ? null : structureOf(tree);
  const features = words.length === 0 ? [] : featuresOf(prose, words, structure);
  return { words: words.length, counts, features };
}

/** The value of a feature in a text; null if it was not measured there. */
export function measuredIn({ words, counts, features }: TextStyle, { kind, of }: Feature): number | null {
  if (kind === 'word') return words === 0 ? null : (1000 * (counts.get(of!) ?? 0)) / words;
  return features.find((feature) => feature.kind === kind && feature.of === of)?.value ?? null;
}

function featuresOf(prose: string, words: readonly string[], structure: Structure | null): Measured[] {
  const { sentences, paragraphs } = proseOf(prose);
  const marks = countMarks(prose);
  const plain = (kind: FeatureKind, value: number): Measured => ({ kind, of: null, value });
  const perThousandWords = (count: number) => (1000 * count) / words.length;
  const variety = varietyOf(words);
  return [
    ...(variety === null ? [] : [plain('variety', variety)]),
    ...(sentences.length === 0 ? [] : [plain('sentence-words', mean(sentences))]),
    // The spread of one sentence is unknown, not zero.
    ...(sentences.length < 2 ? [] : [plain('sentence-spread', deviation(sentences))]),
    ...(paragraphs.length === 0 ? [] : [plain('paragraph-words', mean(paragraphs))]),
    ...MARKS.map((of) => ({ kind: 'mark', of, value: (1000 * (marks.get(of) ?? 0)) / prose.length }) as const),
    ...(structure === null
      ? []
      : [
          plain('headings', perThousandWords(structure.headings)),
          plain('list-items', perThousandWords(structure.listItems)),
          plain('links', perThousandWords(structure.links)),
          plain('code', structure.codeCharacters / (structure.codeCharacters + prose.length)),
        ]),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}
