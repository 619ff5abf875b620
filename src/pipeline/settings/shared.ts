import { sites } from '../../blog/import/sites/sites.ts';
import { GENERATED_LABEL } from '../../blog/posts/post.ts';
import { DRY } from '../../engine/generation/sampling-settings.ts';
import { group, inSection } from './settings-table.ts';

/** Settings that several commands share. */

/** How the text of posts is read from files. */
export const readingSettings = inSection('site', {
  encoding: {
    type: 'text',
    default: 'utf-8',
    help: 'Encoding of text files without a byte order mark.',
  },
  drafts: {
    type: 'boolean',
    default: false,
    help: 'Include drafts (draft: true, published: false, _drafts/).',
  },
  label: {
    type: 'text',
    default: GENERATED_LABEL,
    help: 'Front matter key that marks posts written by a model; these posts are skipped.',
  },
  exclude: {
    type: 'strings',
    placeholder: 'pattern',
    default: null,
    absent: 'none',
    help: 'Posts to leave out: file names, paths, folders or globs; an item of an export by the name of its file.',
  },
});

/** Which parts of the posts are not learned from. */
export const cleaningSettings = inSection(
  'formats',
  group('Cleaning', {
    strip_boilerplate: {
      type: 'boolean',
      default: false,
      help: 'Remove paragraphs that repeat from post to post, such as signatures and "subscribe" lines.',
    },
    redact: {
      type: 'boolean',
      default: false,
      help: 'Mask keys, passwords, e-mail addresses, phone numbers and quoted mail; they are always reported.',
    },
    keep_near_duplicates: {
      type: 'boolean',
      default: false,
      help: 'Keep near-duplicates; by default only the newest is kept, or the longest of the same date.',
    },
  }),
);

/** How the folder of a site is read. */
export const siteSetting = inSection('site', {
  site: {
    type: 'choice',
    choices: ['auto', 'none', ...sites.map(({ id }) => id)],
    default: 'auto',
    help: 'Generator of a site; auto: detect it from the files; none: read the folder as plain files.',
  },
});

/** Where posts are read from. */
export const postsSetting = inSection('site', {
  posts: {
    type: 'list',
    help: 'Files, folders or globs of posts (.md, .markdown, .mdx, .txt), a site, export, feed, web pages, CSV or JSONL.',
  },
});

/** How many words in a row a text may copy from a post. */
export const maxCopiedSetting = {
  max_copied: {
    type: 'integer',
    unit: 'words',
    min: 1,
    words: ['any'],
    default: 20,
    help: 'Maximum number of words in a row that a text may copy from one of your posts.',
  },
} as const;

/** What texts are compared with to find copied passages. */
export const datasetSetting = {
  dataset: {
    type: 'list',
    default: null,
    absent: 'the training data of the run',
    help: 'Where to look for copied passages: posts, training texts or token files (.npz).',
  },
} as const;

/** Which drafts become posts. */
export const choosingSettings = {
  best_of: {
    type: 'integer',
    unit: 'drafts',
    min: 1,
    default: 1,
    help: 'Write this many texts for each one you asked for, and keep the one with the best score.',
  },
  ...maxCopiedSetting,
} as const;

/** The default of `min_score`: see docs/writing.md. */
export const USUAL_MIN_SCORE = 0.6;

/** The score that a draft needs. */
export const minScoreSetting = {
  min_score: { type: 'number', min: 0, max: 1, default: null, absent: String(USUAL_MIN_SCORE) },
} as const;

/** The form in which the model sees a post. */
export const formatSetting = inSection('formats', {
  format: {
    type: 'choice',
    choices: ['text', 'markdown'],
    default: 'text',
    help: 'text: the text that a reader sees; markdown: the Markdown below its title, tags, outline and so on.',
  },
});

export const combineSetting = inSection('formats', {
  combine: {
    type: 'integer',
    unit: 'characters',
    min: 1,
    default: 50000,
    help: 'Join texts, with end marks between them, until they have this many characters.',
  },
});

/** Apart from `tpdne download`, no command downloads a model without this setting. */
export const yesSetting = {
  yes: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Download the model if it is not on this machine.',
  },
} as const;

export const modelSetting = {
  ...inSection('model', {
    model_name: {
      type: 'text',
      default: null,
      absent: 'the first in models/ that tpdne models would list, else base, else nano',
      help: 'Base model: a name in models/ or of a download, base (bundled), nano or random:124M (random weights).',
    },
  }),
  ...yesSetting,
} as const;

/** The time zone in which posts are dated. */
export const timeZoneSetting = inSection('publishing', {
  timezone: {
    type: 'text',
    default: null,
    absent: "the computer's",
    help: 'Time zone for the dates of posts, such as Europe/Berlin.',
  },
});

/** How the next token is chosen. */
export const samplingSettings = group(
  'Sampling',
  inSection('writing', {
    temperature: {
      type: 'number',
      min: 0,
      default: 1,
      help: 'Below 1, likely words become likelier; above 1, unlikely ones do; 0 always takes the likeliest.',
    },
    top_k: {
      type: 'integer',
      unit: 'tokens',
      min: 0,
      default: 0,
      help: 'Choose only among the k likeliest tokens; 0 is off.',
    },
    top_p: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0,
      help: 'Choose only among the likeliest tokens that add up to this probability; overrides top_k; 0 is off.',
    },
    min_p: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0,
      help: 'Choose only among tokens at least this share as likely as the likeliest; 0 is off.',
    },
    typical_p: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0,
      help: 'Choose only among tokens about as surprising as expected that add up to this probability; 0 and 1 are off.',
    },
    repetition_penalty: {
      type: 'number',
      min: 1,
      default: 1,
      help: 'Above 1, tokens that have already occurred become less likely.',
    },
    repetition_window: {
      type: 'integer',
      unit: 'tokens',
      min: 1,
      default: null,
      absent: 'the whole text',
      help: 'How many of the last tokens repetition_penalty looks at.',
    },
    frequency_penalty: {
      type: 'number',
      min: -2,
      max: 2,
      default: 0,
      help: 'Above 0, tokens become less likely each time that the model writes them; below 0, likelier.',
    },
    presence_penalty: {
      type: 'number',
      min: -2,
      max: 2,
      default: 0,
      help: 'Above 0, tokens become less likely once the model has written them; below 0, likelier.',
    },
    no_repeat_ngram_size: {
      type: 'integer',
      unit: 'tokens',
      min: 0,
      default: 0,
      help: 'Never repeat a sequence of this many tokens within a text; 0 is off.',
    },
    dry_multiplier: {
      type: 'number',
      min: 0,
      default: 0,
      help: 'DRY: makes a token that would extend a repeated sequence less likely, the longer the less; 0 is off.',
    },
    dry_base: {
      type: 'number',
      min: 1,
      default: DRY.base,
      help: 'DRY: the penalty grows by this factor with each further token of the sequence.',
    },
    dry_allowed_length: {
      type: 'integer',
      unit: 'tokens',
      min: 1,
      default: DRY.allowed_length,
      help: 'DRY: sequences of fewer tokens may repeat.',
    },
  }),
);

export const seedSetting = {
  seed: {
    type: 'integer',
    min: 0,
    default: null,
    absent: 'a new random seed',
    help: 'The same seed and the same settings give the same result.',
  },
} as const;

/** Where and how the model is computed. */
export const machineSettings = group(
  'Machine',
  inSection('model', {
    device: {
      type: 'choice',
      choices: ['auto', 'webgpu', 'cpu', 'reference'],
      default: 'auto',
      help: 'webgpu: the GPU; cpu: the compiled kernels; reference: plain TypeScript, slow; auto: the first available.',
    },
    threads: {
      type: 'integer',
      unit: 'threads',
      min: 1,
      default: null,
      absent: 'one per core',
      help: 'Threads that the cpu device uses.',
    },
    precision: {
      type: 'choice',
      choices: ['auto', 'float32', 'bfloat16', 'float16'],
      default: 'auto',
      help: 'Of matrix products; bfloat16: a CPU that has it, twice as fast; float16: a GPU; auto: bfloat16 or float32.',
    },
  }),
);
