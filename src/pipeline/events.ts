// biome-ignore-all lint/style/noExcessiveLinesPerFile: every event of every command, on one page.
import type { PrivateFinding } from '../blog/corpus/clean-post.ts';
import type { NoDraft } from '../blog/drafts/draft.ts';
import type { LeftOutFor } from '../blog/import/post-source.ts';
import type { Judgement, UsualPost } from '../blog/judging/judgement.ts';
import type { SharedPassage } from '../blog/judging/passage-index.ts';
import type { QueueCounts } from '../blog/publishing/queue.ts';
import type { GenerationEvent } from '../engine/generation/generate-texts.ts';
import type { TextEvent } from '../engine/generation/text.ts';
import type { TrainingEvent } from '../engine/training/training-loop.ts';
import type { TrainingMemory } from '../engine/training/training-memory.ts';
import type { DeviceEvent } from '../project/devices.ts';
import type { DownloadEvent } from '../project/download-events.ts';
import type { RemoteRequest } from '../project/publishing-tools.ts';
import type { Examination } from './doctor/examination.ts';

// Reading posts

/** How far reading is. */
export interface ReadingEvent {
  readonly type: 'reading';
  readonly path: string;
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** So many more files, or items of an export, were seen: each is a document, or is passed over. */
export interface FilesSeenEvent {
  readonly type: 'files-seen';
  readonly count: number;
}

/** What an input was taken for. */
export interface SourceEvent {
  readonly type: 'source';
  readonly path: string;
  /** 'a Jekyll site', "WordPress's export file". */
  readonly source: string;
}

/** Something about a file that was taken all the same. */
export interface NoteEvent {
  readonly type: 'note';
  readonly path: string;
  readonly note: string;
}

/** Why something among the posts gives no document. */
export type SkipReason = LeftOutFor | 'unreadable' | 'generated' | 'draft' | 'duplicate' | 'near-duplicate';

/** Something that lay among the posts, a file or a part of one, and is not learned from. */
export interface Skipped {
  readonly path: string;
  readonly because: SkipReason;
  /** In a sentence, without the path. */
  readonly reason: string;
  /** How many things it stands for, where that is not one: the comments in an export are told of together. */
  readonly count?: number;
}

export interface SkippedEvent extends Skipped {
  readonly type: 'skipped';
}

/** How far cleaning is, which begins when all posts are read; told now and then where it takes long. */
export interface CleaningProgressEvent {
  readonly type: 'cleaning-progress';
  readonly posts: number;
  readonly postsDone: number;
}

/** What was found in the posts besides posts; told once, after the last document, when there is anything. */
export interface CleaningEvent {
  readonly type: 'cleaning';
  /** The worst kind first, within one in the order of the posts. */
  readonly findings: readonly Finding[];
  /** Whether they are masked. */
  readonly redacted: boolean;
  /** The most frequent first. */
  readonly boilerplate: readonly Boilerplate[];
  /** Whether it was taken out. */
  readonly stripped: boolean;
  /** Links that were freed of parameters for tracking. */
  readonly trackedLinks: number;
}

/** Something private in a post. */
export interface Finding extends PrivateFinding {
  readonly path: string;
}

/** A paragraph that so many posts have. */
export interface Boilerplate {
  readonly text: string;
  readonly posts: number;
}

/** What there is to report while posts are read. */
export type CorpusEvent =
  | ReadingEvent
  | FilesSeenEvent
  | SkippedEvent
  | NoteEvent
  | SourceEvent
  | CleaningProgressEvent
  | CleaningEvent;

// Preparing, importing, encoding

/** The training text is whole and in its place. */
export interface PreparedEvent {
  readonly type: 'prepared';
  readonly path: string;
  /** The page about the posts; null where none was asked for. */
  readonly report: string | null;
  readonly posts: number;
  readonly words: number;
  /** With the end token of each post. */
  readonly tokens: number;
  /** Files and items of exports that were seen: as many as are posts of the text and were passed over. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
  /** Null where nothing was found. */
  readonly cleaning: CleaningEvent | null;
}

export type PrepareEvent = CorpusEvent | PreparedEvent;

/** A post has its file. */
export interface PostImportedEvent {
  readonly type: 'post-imported';
  readonly path: string;
  /** The same file was there already. */
  readonly wasThere: boolean;
}

export interface ImportedEvent {
  readonly type: 'imported';
  readonly out: string;
  /** Files that were written, and those that were there already, word for word. */
  readonly written: number;
  readonly there: number;
  readonly words: number;
  /** Files and items of exports that were seen: as many as have a file now and were passed over. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
}

export type ImportEvent = CorpusEvent | PostImportedEvent | ImportedEvent;

/** The token file is whole and in its place. */
export interface EncodedEvent {
  readonly type: 'encoded';
  readonly path: string;
  readonly tokens: number;
  readonly chunks: number;
}

export type EncodeEvent = DownloadEvent | CorpusEvent | EncodedEvent;

// Training

/** The dataset is about to be read. */
export interface LoadingEvent {
  readonly type: 'dataset-loading';
  readonly dataset: string;
}

export interface DatasetEvent {
  readonly type: 'dataset';
  /** All tokens, those for validation included. */
  readonly tokens: number;
  readonly validationTokens: number;
  readonly posts: number;
  /** Posts kept for validation. */
  readonly heldOutPosts: number;
}

/** Which model the training starts with. */
export interface StartEvent {
  readonly type: 'starting-model';
  readonly name: string;
  /** Whether it starts from random weights, knowing nothing. */
  readonly isRandom: boolean;
  /** Whether it is the small one that comes with the package. */
  readonly isPackaged: boolean;
  /** Updates that it already has; 0 at the beginning. */
  readonly step: number;
}

/** Something that is not as one might expect, in a sentence. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly text: string;
}

/** What the training will do. */
export interface PlanEvent {
  readonly type: 'plan';
  /** Where the arithmetic happens: 'CPU, 2 threads, AVX-512'. */
  readonly device: string;
  readonly parameters: number;
  readonly tokensPerStep: number;
  /** Steps of one pass over the training tokens. */
  readonly stepsPerEpoch: number;
  /** The last step; null for an endless training. */
  readonly steps: number | null;
  readonly memory: TrainingMemory;
  /** Memory that is there. */
  readonly availableBytes: number;
}

/** A checkpoint is about to be written. */
export interface SavingEvent {
  readonly type: 'saving';
  readonly step: number;
  readonly path: string;
}

/** A checkpoint is in its place. */
export interface SavedEvent {
  readonly type: 'saved';
  readonly step: number;
  readonly path: string;
  /** Whether no earlier one had a lower validation loss. */
  readonly isBest: boolean;
}

/** Samples are about to be drawn. */
export interface SamplingEvent {
  readonly type: 'sampling';
  readonly step: number;
}

/** A text that the model in training wrote. */
export interface SampleEvent {
  readonly type: 'sample';
  /** Counts from 1 at each step. */
  readonly number: number;
  readonly text: string;
}

/** All samples of a step are in a file. */
export interface SamplesWrittenEvent {
  readonly type: 'samples-written';
  readonly step: number;
  readonly path: string;
}

/** Everything that a training tells, in the order in which it comes first. */
export type TrainEvent =
  | DownloadEvent
  | LoadingEvent
  | CorpusEvent
  | DatasetEvent
  | DeviceEvent
  | StartEvent
  | NoticeEvent
  | PlanEvent
  | { readonly type: 'training-started' }
  | Exclude<TrainingEvent, { readonly type: 'save' | 'sample' }>
  | SavingEvent
  | SavedEvent
  | SamplingEvent
  | SampleEvent
  | SamplesWrittenEvent;

// Writing and judging

/** Why a text is not kept. */
export interface Rejection extends NoDraft {
  /** The passage, where it copies too much. */
  readonly copied: SharedPassage | null;
  /** It is what the model has read, in other ways than by a passage. */
  readonly recites?: boolean;
}

/** A new post in its place. */
export interface WrittenPost {
  readonly path: string;
  readonly title: string;
  readonly words: number;
  readonly judgement: Judgement;
}

/** Which model writes. */
export interface WriterEvent {
  readonly type: 'writer';
  /** For people: 'run1/model-900', 'mymodel'. */
  readonly name: string;
  /** Nobody named it: it is the newest checkpoint of the newest run. */
  readonly isNewestRun: boolean;
  /** It is the small one that comes with the package. */
  readonly isPackaged: boolean;
}

/** The seed was not given, and this one was drawn: with it the same texts come again. */
export interface SeedEvent {
  readonly type: 'seed-drawn';
  readonly seed: number;
}

/** `number` is that of the text; from the text `nextNumber` on, all that is still missing is chosen in the same way. */
export interface TextLookedAt {
  readonly number: number;
  readonly nextNumber: number;
}

/** A text is not kept; the next one is drawn in its place. */
export type RejectedEvent = TextLookedAt & Rejection & { readonly type: 'text-rejected' };

export type PostEvent =
  | Extract<TextEvent, { type: 'text-grew' }>
  /** A text is not a post, or copies too much. */
  | RejectedEvent
  /** One of several drafts that a post is chosen from. */
  | (TextLookedAt & { readonly type: 'draft-candidate'; readonly title: string; readonly judgement: Judgement })
  /** The file of a post is about to be written. */
  | (TextLookedAt & { readonly type: 'post-drafted'; readonly post: WrittenPost })
  /** It is in its place. */
  | (TextLookedAt & { readonly type: 'post-written'; readonly post: WrittenPost });

export type GenerateEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  | SeedEvent
  | GenerationEvent
  | CorpusEvent
  /** A text copies too much; the next one is drawn in its place. */
  | RejectedEvent
  /** The text of this number is in a file. */
  | { readonly type: 'text-written'; readonly number: number; readonly path: string };

export type InteractiveEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  | SeedEvent
  | GenerationEvent
  /** A prompt without anything in it: ask again. */
  | { readonly type: 'prompt-empty' }
  /** All texts for a prompt are written. */
  | { readonly type: 'prompt-answered' };

/** Drafts are judged without the models' word. */
export interface PerplexityUnavailableEvent {
  readonly type: 'perplexity-unavailable';
  /** Why, in a sentence. */
  readonly reason: string;
}

/** A file, and what there is to say about it. */
export interface JudgedFile {
  readonly path: string;
  readonly judgement: Judgement;
  /** It has more words in a row from one post than is allowed. */
  readonly isOver: boolean;
}

/** All files are judged. */
export interface JudgedEvent {
  readonly type: 'judged';
  /** Texts that they were compared with, and how those usually are. */
  readonly references: number;
  readonly usual: UsualPost;
  /** In the order of their names. */
  readonly files: readonly JudgedFile[];
}

export type JudgeEvent = CorpusEvent | DeviceEvent | PerplexityUnavailableEvent | JudgedEvent;

// The whole job

export interface CorpusSize {
  readonly posts: number;
  readonly words: number;
  readonly tokens: number;
}

/** All posts are read; comes once, before the training. */
export interface PostsReadEvent {
  readonly type: 'posts-read';
  readonly corpus: CorpusSize;
}

/** The posts are not those that the run learned from: it trains on. */
export interface PostsChangedEvent {
  readonly type: 'posts-changed';
  readonly before: number;
  readonly now: number;
}

/** The job was begun before, and goes on. */
export interface RunResumedEvent {
  readonly type: 'run-resumed';
  /** The training is complete. */
  readonly isTrained: boolean;
  /** Posts of the series that are written. */
  readonly written: number;
}

/** Everything that was asked for is there. */
export interface RunFinishedEvent {
  readonly type: 'run-finished';
  readonly corpus: CorpusSize;
  /** Updates in all, the seconds they took in all starts together, and the lowest validation loss. */
  readonly training: { readonly steps: number; readonly seconds: number; readonly bestLoss: number | null };
  readonly posts: readonly WrittenPost[];
  readonly out: string;
}

/** Everything that a run tells, in the order in which it comes first. */
export type RunEvent =
  | CorpusEvent
  | PostsReadEvent
  | PostsChangedEvent
  | RunResumedEvent
  | TrainEvent
  | DeviceEvent
  | PerplexityUnavailableEvent
  | PostEvent
  /** Stopped before its end; the same command resumes it. */
  | { readonly type: 'run-interrupted'; readonly written: number; readonly count: number }
  | RunFinishedEvent;

// Publishing

/** A time of the schedule. */
export interface SlotTime {
  readonly day: string;
  /** ISO 8601, in UTC. */
  readonly moment: string;
}

/** A draft is in its place as a post, and out of the queue. */
export interface PublishedEvent {
  readonly type: 'published';
  /** The file that was the draft, and the one that is the post; of a post on a server, the copy that is kept. */
  readonly draft: string;
  readonly post: string;
  /** Where it is on a server; null for a post in a folder. */
  readonly address: string | null;
  /** The day of the schedule that it is for; null without one. */
  readonly slot: string | null;
  /** An earlier call had begun with it and was cut off. */
  readonly isFinished: boolean;
  readonly queue: QueueCounts;
}

export type PublishEvent =
  /** A draft was to go out, or might have, and cannot; it stays. */
  | { readonly type: 'draft-skipped'; readonly path: string; readonly reason: string }
  /** A draft that nobody has reviewed goes out for its score. */
  | { readonly type: 'draft-chosen'; readonly path: string; readonly score: number }
  /** It is time for a post, and no draft may go out; `own`: those that would, by `auto`, had a model written them. */
  | {
      readonly type: 'nothing-approved';
      readonly queue: QueueCounts;
      readonly own: number;
      readonly slot: SlotTime | null;
    }
  /** There is nothing to do before the next time. */
  | { readonly type: 'nothing-due'; readonly next: SlotTime }
  | PublishedEvent
  | { readonly type: 'committed'; readonly message: string }
  | { readonly type: 'pushed' }
  /** Something that may pass is in the way; the same is tried again. */
  | { readonly type: 'publish-failed'; readonly reason: string; readonly again: string }
  /** What would change in files, as `diff --unified` shows it. */
  | { readonly type: 'difference'; readonly text: string }
  /** What would be sent. */
  | { readonly type: 'request'; readonly request: RemoteRequest }
  | { readonly type: 'note'; readonly note: string }
  /** What a machine is to be given so that it publishes in time. */
  | { readonly type: 'timer-text'; readonly text: string }
  /** The queue has too few drafts, and new ones are written. */
  | { readonly type: 'refill-started'; readonly drafts: number }
  | { readonly type: 'refill-event'; readonly event: RunEvent };

// Models and the machine

/** How far the writing is, where it takes longer than two seconds. */
export interface ExportingEvent {
  readonly type: 'exporting';
  readonly bytesDone: number;
  readonly bytes: number;
}

/** The model is whole and in its place. */
export interface ExportedEvent {
  readonly type: 'exported';
  /** What was written: a folder, or files. */
  readonly paths: readonly string[];
}

export type ExportEvent = DownloadEvent | WriterEvent | ExportingEvent | ExportedEvent;

/** How far a text is. */
export interface EvaluatingEvent {
  readonly type: 'evaluating';
  readonly path: string;
  readonly batches: number;
  readonly batchesDone: number;
}

/** How well the model predicts a text. */
export interface EvaluatedEvent {
  readonly type: 'evaluated';
  readonly path: string;
  readonly documents: number;
  /** Tokens that were predicted: all of them, end marks too. */
  readonly predictions: number;
  /** Bytes of text in these tokens; an end mark has none. */
  readonly bytes: number;
  /** Mean of a token, in nats. */
  readonly loss: number;
  /** e to the loss. */
  readonly perplexity: number;
  /** The loss of the whole text in bits, by its bytes: comparable between vocabularies. */
  readonly bitsPerByte: number;
}

export type EvaluateEvent = DownloadEvent | CorpusEvent | WriterEvent | DeviceEvent | EvaluatingEvent | EvaluatedEvent;

/** A model that is not here and can be had. */
export interface DownloadableModel {
  readonly type: 'downloadable';
  readonly name: string;
  /** At Hugging Face. */
  readonly repository: string;
  readonly parameters: number;
  /** About how many come over the network. */
  readonly bytes: number;
}

/** A model on this machine. */
export interface ModelThere {
  readonly type: 'model';
  /** What model_name takes for it. */
  readonly name: string;
  readonly path: string;
  /** Null where it cannot be read; then `problem` says why. */
  readonly parameters: number | null;
  readonly bytes: number;
  readonly format: string | null;
  /** The address that it was downloaded from, or where else it comes from, in words; null where nothing says it. */
  readonly from: string | null;
  readonly problem: string | null;
}

/** A download that was stopped. */
export interface UnfinishedModel {
  readonly type: 'unfinished';
  readonly name: string;
  readonly path: string;
  /** That have come. */
  readonly bytes: number;
}

export type ModelsEvent = ModelThere | UnfinishedModel | DownloadableModel;

/** The blog in a folder. */
export interface SiteFound {
  /** The generator, by its id and in words ('a Jekyll site'); null for none. */
  readonly generator: { readonly id: string; readonly name: string } | null;
  /** Where posts would be taken from, and how many files may be posts; null if there are none. */
  readonly posts: string | null;
  readonly files: number;
  /** What the generator would publish of tpdne's own files. */
  readonly exposed: readonly string[];
}

export type InitEvent =
  /** What the folder looks like. */
  | { readonly type: 'site-examined'; readonly site: SiteFound }
  /** An answer that cannot be taken; the question is asked again. */
  | { readonly type: 'answer-refused'; readonly reason: string }
  /** Nobody answered: no file was written. */
  | { readonly type: 'init-cancelled' }
  | { readonly type: 'config-written'; readonly path: string; readonly site: SiteFound };

export type DoctorEvent = ReadingEvent | { readonly type: 'examined'; readonly found: Examination };
