import { GENERATED_LABEL } from '../../blog/posts/post.ts';
import { sites } from '../../blog/sources/sites.ts';
import { group } from '../settings.ts';

/** Settings that several commands have in common, each written once. */

/** How the text of posts is read from files. */
export const readingSettings = {
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
} as const;

/** How the folder of a site is taken. */
export const siteSetting = {
  site: {
    type: 'choice',
    choices: ['auto', 'none', ...sites.map(({ id }) => id)],
    default: 'auto',
    help: 'Generator of a folder that is a site; auto: by its files; none: the folder is read as it is.',
  },
} as const;

/** What posts are taken from. */
export const postsSetting = {
  posts: {
    type: 'list',
    help: 'Posts (.md, .markdown, .mdx, .txt): files, folders, globs; or a site, an export, a feed, pages, CSV, JSONL.',
  },
} as const;

/** Which form of a post the model sees. */
export const formatSetting = {
  format: {
    type: 'choice',
    choices: ['text', 'markdown'],
    default: 'text',
    help: 'text: what a reader would see; markdown: the Markdown with title, date, categories and tags.',
  },
} as const;

export const combineSetting = {
  combine: {
    type: 'integer',
    unit: 'characters',
    min: 1,
    default: 50000,
    help: 'Texts are joined, with an end mark between them, until they have this many characters.',
  },
} as const;

export const modelSetting = {
  model_name: {
    type: 'text',
    default: null,
    absent: '124M and the like in models/, else base, else nano',
    help: 'Base model: a folder in models/, base, or nano from random weights; random:124M starts that size so.',
  },
} as const;

/** How the next token is drawn. */
export const samplingSettings = group('Sampling', {
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
});

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
export const machineSettings = group('Machine', {
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
});
