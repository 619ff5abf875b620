import { type Judgement, scoreParts, type UsualPost } from '../../../blog/judging/judgement.ts';
import { subjectSentence } from '../../../blog/judging/subject-words.ts';
import { styleWords } from '../../../blog/style/style-words.ts';
import { counted } from '../core/words.ts';

/** A part of a score: what was found, and what it takes from the score. */
export interface Finding {
  readonly name: string;
  /** In a sentence or two. */
  readonly found: string;
  /** 0 to 1: what the score is multiplied by; null if it was not measured. */
  readonly factor: number | null;
}

/** What a score is made of, in plain words. */
export function findingsOf(judgement: Judgement, usual: UsualPost): Finding[] {
  const { shared, repetition, open, style, subject, bitsPerByte } = judgement;
  const factors = scoreParts(judgement, usual);
  return [
    { name: 'Copying', found: copyingWords(judgement), factor: factors.copying },
    {
      name: 'Repetition',
      found: `${percent(repetition)} of its phrases of four words were there before; in your posts ${percent(usual.repetition)}.`,
      factor: factors.variety,
    },
    { name: 'Length', found: lengthWords(shared.words, usual), factor: factors.length },
    {
      name: 'Unfinished',
      found: open.length === 0 ? 'Nothing is left open.' : `Left open: ${open.join('; ')}.`,
      factor: factors.closing,
    },
    {
      name: 'Style',
      found: style === null ? 'There are too few posts to tell.' : styleSentence(style),
      factor: style === null ? null : factors.likeness,
    },
    {
      name: 'Subject',
      found:
        subject === null
          ? 'There are no uncommon words in its title, or too few posts to compare with.'
          : subjectSentence(subject),
      factor: subject === null ? null : factors.subject,
    },
    {
      name: 'Voice',
      found: bitsPerByte === null ? 'No model was asked.' : voiceWords(bitsPerByte),
      factor: bitsPerByte === null ? null : factors.voice,
    },
  ];
}

/** What is copied, in a sentence or two. */
export function copyingWords({ shared: { sharedGrams, longest, passages } }: Judgement): string {
  if (longest === null) return 'Nothing is copied from your posts.';
  if (passages.length === 0)
    return `At most ${counted(longest.words, 'word')} in a row ${longest.words === 1 ? 'is' : 'are'} in your posts too.`;
  const most = `The longest is ${counted(longest.words, 'word')} in a row`;
  return `${percent(sharedGrams)} of its phrases of eight words are in your posts. ${most}.`;
}

function lengthWords(words: number, { shortWords, longWords }: UsualPost): string {
  const usual = `half of your posts have ${shortWords.toLocaleString('en')} to ${longWords.toLocaleString('en')}`;
  const how = words < shortWords ? 'rather short' : words > longWords ? 'rather long' : 'as long as yours';
  return `${counted(words, 'word')}, ${how}: ${usual}.`;
}

function styleSentence({ distance, unlike }: NonNullable<Judgement['style']>): string {
  if (distance <= 1) return 'As close to your posts as they are to each other.';
  return `Unlike your posts: ${unlike.map((feature) => styleWords(feature)).join('; ')}.`;
}

function voiceWords({ before, after }: NonNullable<Judgement['bitsPerByte']>): string {
  if (after <= before) return 'The model that learned from you finds it likelier than it did before.';
  return 'The model that learned from you finds it less likely than it did before.';
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 && share > 0 ? 1 : 0)} %`;
}
