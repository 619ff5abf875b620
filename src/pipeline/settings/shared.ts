import { sites } from '../../blog/import/sites/sites.ts';
import { GENERATED_LABEL } from '../../blog/posts/post.ts';
import { group, inSection } from './settings-table.ts';

/** Settings that several commands have in common, each written once. */

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
    help: 'Take drafts too (draft: true, published: false, _drafts/).',
  },
  label: {
    type: 'text',
    default: GENERATED_LABEL,
    help: 'Key in front matter that says that a model wrote a post; such posts are left out.',
  },
});

/** What of the posts is not learned. */
export const cleaningSettings = inSection(
  'formats',
  group('Cleaning', {
    strip_boilerplate: {
      type: 'boolean',
      default: false,
      help: 'Take out paragraphs that repeat in most posts: signatures, "subscribe" lines.',
    },
    redact: {
      type: 'boolean',
      default: false,
      help: 'Mask keys, passwords, e-mail addresses, phone numbers and quoted mail, which are reported in any case.',
    },
    keep_near_duplicates: {
      type: 'boolean',
      default: false,
      help: 'Keep posts that say nearly the same as another; by default the newest of them stays, else the longest.',
    },
  }),
);

/** How the folder of a site is taken. */
export const siteSetting = inSection('site', {
  site: {
    type: 'choice',
    choices: ['auto', 'none', ...sites.map(({ id }) => id)],
    default: 'auto',
    help: 'Generator of a folder that is a site; auto: by its files; none: the folder is read as it is.',
  },
});

/** What posts are taken from. */
export const postsSetting = inSection('site', {
  posts: {
    type: 'list',
    help: 'Posts (.md, .markdown, .mdx, .txt): files, folders, globs; or a site, an export, a feed, pages, CSV, JSONL.',
  },
});

/** How many words in a row of somebody's post another text may have. */
export const maxCopiedSetting = {
  max_copied: {
    type: 'integer',
    unit: 'words',
    min: 1,
    words: ['any'],
    default: 20,
    help: 'Most words in a row that may stand in one of your posts.',
  },
} as const;

/** What texts are compared with. */
export const datasetSetting = {
  dataset: {
    type: 'list',
    default: null,
    absent: 'what the run learned from',
    help: 'What may have been copied: posts as `run` takes them, training texts, token files (.npz).',
  },
} as const;

/** Which drafts become posts. */
export const choosingSettings = {
  best_of: {
    type: 'integer',
    unit: 'drafts',
    min: 1,
    default: 1,
    help: 'Texts written for each one wanted, of which the best by its score is kept.',
  },
  ...maxCopiedSetting,
} as const;

/** Which form of a post the model sees. */
export const formatSetting = inSection('formats', {
  format: {
    type: 'choice',
    choices: ['text', 'markdown'],
    default: 'text',
    help: 'text: what a reader would see; markdown: the Markdown with title, date, categories and tags.',
  },
});

export const combineSetting = inSection('formats', {
  combine: {
    type: 'integer',
    unit: 'characters',
    min: 1,
    default: 50000,
    help: 'Texts are joined, with an end mark between them, until they have this many characters.',
  },
});

/** Nothing large comes over the network without it, but by the command for that. */
export const yesSetting = {
  yes: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Download the model that is named, if it is not there.',
  },
} as const;

export const modelSetting = {
  ...inSection('model', {
    model_name: {
      type: 'text',
      default: null,
      absent: '124M and the like in models/, else base, else nano',
      help: 'Base model: one of models/, base, or nano from random weights; random:124M starts that size so.',
    },
  }),
  ...yesSetting,
} as const;

/** On whose clock posts are dated. */
export const timeZoneSetting = inSection('publishing', {
  timezone: {
    type: 'text',
    default: null,
    absent: "the computer's",
    help: 'On whose clock posts are dated, Europe/Berlin for one.',
  },
});

/** How the next token is drawn. */
export const samplingSettings = group(
  'Sampling',
  inSection('writing', {
    temperature: {
      type: 'number',
      min: 0,
      default: 1,
      help: 'Below 1 the likely words become likelier, above 1 the unlikely ones; 0 always takes the likeliest.',
    },
    top_k: { type: 'integer', unit: 'tokens', min: 0, default: 0, help: 'Draw among the k likeliest; 0 is off.' },
    top_p: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0,
      help: 'Draw among the likeliest that together have this probability; 0 is off; it goes before top_k.',
    },
    repetition_penalty: {
      type: 'number',
      min: 1,
      default: 1,
      help: 'Above 1, tokens that occurred already become less likely.',
    },
    no_repeat_ngram_size: {
      type: 'integer',
      unit: 'tokens',
      min: 0,
      default: 0,
      help: 'So many tokens in a row never come twice in a text; 0 is off.',
    },
  }),
);

export const seedSetting = {
  seed: {
    type: 'integer',
    min: 0,
    default: null,
    absent: 'drawn anew',
    help: 'The same seed and the same settings give the same result.',
  },
} as const;

/** Where the arithmetic happens. */
export const machineSettings = group(
  'Machine',
  inSection('model', {
    device: {
      type: 'choice',
      choices: ['auto', 'cpu', 'reference'],
      default: 'auto',
      help: 'cpu: the compiled kernels; reference: plain TypeScript, slow; auto: cpu when it was compiled.',
    },
    threads: {
      type: 'integer',
      unit: 'threads',
      min: 1,
      default: null,
      absent: 'one per core',
      help: 'Threads of the cpu device.',
    },
    precision: {
      type: 'choice',
      choices: ['auto', 'float32', 'bfloat16'],
      default: 'auto',
      help: 'Of matrix products on the cpu device; auto: bfloat16, twice as fast, where the CPU has instructions for it.',
    },
  }),
);
