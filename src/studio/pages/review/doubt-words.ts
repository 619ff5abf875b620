const WORDS = ['sure of this', 'a little unsure', 'unsure', 'surprised', 'very surprised'] as const;

/** How unsure a model was, in words, for each shade; see `doubtOf`. */
export function doubtWords(doubt: number): string {
  return WORDS[doubt];
}
