/** How to get more than the model that comes with the package; the rest of a sentence that names it. */
export const packagedNote =
  'the small model that comes along. GPT-2 itself writes better: put model.safetensors, config.json, vocab.json and ' +
  'merges.txt of its 124M into models/124M, and it is taken.';
