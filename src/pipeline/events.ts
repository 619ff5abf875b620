// biome-ignore-all lint/style/noExcessiveLinesPerFile: every event of every command, on one page.
import type { PrivateFinding } from '../blog/corpus/clean-post.ts';
import type { NoDraft } from '../blog/drafts/draft.ts';
import type { LeftOutFor } from '../blog/import/post-source.ts';
import type { CopiedRange } from '../blog/judging/copied-ranges.ts';
import type { Judgement, UsualPost } from '../blog/judging/judgement.ts';
import type { SharedPassage } from '../blog/judging/passage-index.ts';
import type { Approval, QueueCounts } from '../blog/publishing/queue.ts';
import type { CorpusFacts, PostFacts } from '../blog/report/corpus-facts.ts';
import type { GenerationEvent } from '../engine/generation/generate-texts.ts';
import type { TextEvent } from '../engine/generation/text.ts';
import type { SuggestedRates, TriedRate } from '../engine/training/range-test.ts';
import type { TrainingEvent } from '../engine/training/training-loop.ts';
import type { TrainingMemory } from '../engine/training/training-memory.ts';
import type { DeviceEvent } from '../project/devices.ts';
import type { DownloadEvent } from '../project/download-events.ts';
import type { RemoteRequest } from '../project/publishing-tools.ts';
import type { Examination } from './doctor/examination.ts';
import type { ModelProposal } from './models/propose-model.ts';
import type { Sample } from './train/sample-history.ts';

// Reading posts

/** Progress of reading. */
export interface ReadingEvent {
  readonly type: 'reading';
  readonly path: string;
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** More files, or items of an export, were found. Each becomes a document or is skipped. */
export interface FilesSeenEvent {
  readonly type: 'files-seen';
  readonly count: number;
}

/** The kind of source that an input was recognised as. */
export interface SourceEvent {
  readonly type: 'source';
  readonly path: string;
  /** For people: 'a Jekyll site', "WordPress's export file". */
  readonly source: string;
}

/** A remark about a file that was read nevertheless. */
export interface NoteEvent {
  readonly type: 'note';
  readonly path: string;
  readonly note: string;
}

/** Why an item is skipped. */
export type SkipReason =
  | LeftOutFor
  | 'unreadable'
  | 'generated'
  | 'draft'
  | 'duplicate'
  | 'near-duplicate'
  | 'excluded';

/** A file among the posts, or a part of one, that is not learned from. */
export interface Skipped {
  readonly path: string;
  readonly because: SkipReason;
  /** A sentence, without the path. */
  readonly reason: string;
  /** How many items this stands for, when more than one: the comments of an export are reported together. */
  readonly count?: number;
  /** The entry of `exclude` that it matches, for `excluded`. */
  readonly pattern?: string;
}

/** A file among the posts, or a part of one, is not learned from. */
export interface SkippedEvent extends Skipped {
  readonly type: 'skipped';
}

/** Progress of cleaning, which starts once all posts are read. Reported only when it takes long. */
export interface CleaningProgressEvent {
  readonly type: 'cleaning-progress';
  readonly posts: number;
  readonly postsDone: number;
}

/** What cleaning found in the posts. Reported once, after the last document, if anything was found. */
export interface CleaningEvent {
  readonly type: 'cleaning';
  /** The worst kind first; within a kind, in the order of the posts. */
  readonly findings: readonly Finding[];
  /** Whether the findings are masked. */
  readonly redacted: boolean;
  /** The most frequent first. */
  readonly boilerplate: readonly Boilerplate[];
  /** Whether the boilerplate was removed. */
  readonly stripped: boolean;
  /** Links from which tracking parameters were removed. */
  readonly trackedLinks: number;
}

/** Something private in a post. */
export interface Finding extends PrivateFinding {
  readonly path: string;
}

/** A paragraph that repeats in many posts. */
export interface Boilerplate {
  readonly text: string;
  readonly posts: number;
}

/** Everything that is reported while posts are read. */
export type CorpusEvent =
  | ReadingEvent
  | FilesSeenEvent
  | SkippedEvent
  | NoteEvent
  | SourceEvent
  | CleaningProgressEvent
  | CleaningEvent;

// Looking at posts

/** A post that a model would learn from. */
export interface PostSeenEvent extends PostFacts {
  readonly type: 'post-seen';
}

/** What a model would learn from, and what not. */
export interface PostsShownEvent {
  readonly type: 'posts-shown';
  /** The model that the posts are for: its vocabulary counted the tokens. */
  readonly model: string;
  /** The form in which it reads posts. */
  readonly format: 'text' | 'markdown';
  readonly facts: CorpusFacts;
  /** Files and items of exports that were found: the posts in `facts` plus everything that was skipped. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
  /** What could not be read as written, in sentences that name the file, and the line if it is known. */
  readonly notes: readonly string[];
  /** Null if nothing was found. */
  readonly cleaning: CleaningEvent | null;
}

export type PostsEvent = NoticeEvent | CorpusEvent | PostSeenEvent | PostsShownEvent;

// Preparing, importing, encoding

/** The training text has been written. */
export interface PreparedEvent {
  readonly type: 'prepared';
  readonly path: string;
  /** Path of the report about the posts; null if none was requested. */
  readonly report: string | null;
  readonly posts: number;
  readonly words: number;
  /** Including the end token of each post. */
  readonly tokens: number;
  /** Files and export items that were found: the posts in the text plus everything that was skipped. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
  /** Null if nothing was found. */
  readonly cleaning: CleaningEvent | null;
}

export type PrepareEvent = CorpusEvent | PreparedEvent;

/** A post is in its file. */
export interface PostImportedEvent {
  readonly type: 'post-imported';
  readonly path: string;
  /** An identical file already existed. */
  readonly wasThere: boolean;
}

/** All posts are in their files. */
export interface ImportedEvent {
  readonly type: 'imported';
  readonly out: string;
  /** Files that were written, and identical files that already existed. */
  readonly written: number;
  readonly there: number;
  readonly words: number;
  /** Files and export items that were found: those that have a file plus everything that was skipped. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
}

export type ImportEvent = CorpusEvent | PostImportedEvent | ImportedEvent;

/** The token file has been written. */
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
  /** Its path; several are separated by commas. */
  readonly dataset: string;
}

/** The dataset has been read. */
export interface DatasetEvent {
  readonly type: 'dataset';
  /** All tokens, including those for validation. */
  readonly tokens: number;
  readonly validationTokens: number;
  readonly posts: number;
  /** Posts kept for validation. */
  readonly heldOutPosts: number;
}

/** The model that the training starts from. */
export interface StartEvent {
  readonly type: 'starting-model';
  readonly name: string;
  /** Whether it starts from random weights. */
  readonly isRandom: boolean;
  /** Whether it is the small model bundled with the package. */
  readonly isBundled: boolean;
  /** With the bundled model: a better one that fits this machine, if there is one. */
  readonly proposal?: ModelProposal;
  /** Updates it has already had; 0 for a new training. */
  readonly step: number;
}

/** Something unexpected, in a sentence. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly text: string;
  /** The text with the names of settings in backticks, if it names any, for a program that shows them in a form of its own. */
  readonly marked?: string;
}

/** What the training will do. */
export interface PlanEvent {
  readonly type: 'plan';
  /** Where the arithmetic happens: 'CPU, 2 threads, AVX-512'. */
  readonly device: string;
  readonly parameters: number;
  readonly tokensPerStep: number;
  /** Steps in one pass over the training tokens. */
  readonly stepsPerEpoch: number;
  /** The last step; null for an endless training. */
  readonly steps: number | null;
  readonly memory: TrainingMemory;
  /** Memory that is free. */
  readonly availableBytes: number;
}

/** What a training would be; nothing was written. */
export interface DryRunEvent {
  readonly type: 'dry-run';
  /** The model that it starts or resumes from, and the updates that this has already had. */
  readonly model: string;
  readonly step: number;
  readonly device: string;
  readonly precision: DeviceEvent['precision'];
  readonly dataset: DatasetEvent;
  readonly parameters: number;
  /** Parameters that are trained: all, the blocks', or those of an adapter. */
  readonly trainedParameters: number;
  /** Null: no adapter. */
  readonly adapterRank: number | null;
  /** In tokens; `batch_size` windows make a batch, and `accumulate_gradients` batches a step. */
  readonly window: number;
  readonly batch_size: number;
  readonly accumulate_gradients: number;
  readonly tokensPerStep: number;
  readonly stepsPerEpoch: number;
  /** The last step; null for an endless training. */
  readonly steps: number | null;
  /** Passes over the training tokens in the remaining steps; null for an endless training. */
  readonly passes: number | null;
  /** Learning rates of the next step, of the first step at its full value, and of the last; null for an endless training. */
  readonly rates: {
    readonly schedule: string;
    readonly first: StepRate;
    readonly full: StepRate;
    readonly last: StepRate | null;
  };
  readonly memory: TrainingMemory;
  readonly availableBytes: number;
  /** A step that was timed here, and its loss; null if there is nothing left to do. */
  readonly measured: { readonly seconds: number; readonly loss: number } | null;
  /** Of the remaining steps at that speed, without validations and samples; null if that is not known. */
  readonly minutes: number | null;
  /** The text of the first windows, with their marks. */
  readonly windows: readonly string[];
}

export interface StepRate {
  readonly step: number;
  readonly learning_rate: number;
}

/** How long the search for a learning rate takes at most, measured here. */
export interface RateTestEvent {
  readonly type: 'rate-test';
  readonly steps: number;
  readonly minutes: number;
}

/** A step of the search for a learning rate. */
export interface RateTriedEvent extends TriedRate {
  readonly type: 'rate-tried';
  /** Counted from 1. */
  readonly step: number;
}

/** The search for a learning rate has ended. */
export interface RatesFoundEvent extends SuggestedRates {
  readonly type: 'rates-found';
  /** Steps made. */
  readonly steps: number;
  /** Whether the loss diverged before the highest rate. */
  readonly diverged: boolean;
  /** The rate that the training would have without a search. */
  readonly learning_rate: number;
}

/** A checkpoint is about to be written. */
export interface SavingEvent {
  readonly type: 'saving';
  readonly step: number;
  readonly path: string;
}

/** A checkpoint has been written. */
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

/** A text written by the model being trained. */
export interface SampleEvent extends Sample {
  readonly type: 'sample';
}

/** All samples of a step have been written to a file. */
export interface SamplesWrittenEvent {
  readonly type: 'samples-written';
  readonly step: number;
  readonly path: string;
}

/** Every event of a training, in order of first appearance. */
export type TrainEvent =
  | DownloadEvent
  | LoadingEvent
  | CorpusEvent
  | DatasetEvent
  | DeviceEvent
  | StartEvent
  | NoticeEvent
  | PlanEvent
  | DryRunEvent
  | RateTestEvent
  | RateTriedEvent
  | RatesFoundEvent
  /** The first step begins. */
  | { readonly type: 'training-started' }
  | Exclude<TrainingEvent, { readonly type: 'save' | 'sample' }>
  | SavingEvent
  | SavedEvent
  | SamplingEvent
  | SampleEvent
  | SamplesWrittenEvent;

// Writing and judging

/** Why a text is rejected. */
export interface Rejection extends NoDraft {
  /** The copied passage, if it copies too much. */
  readonly copied: SharedPassage | null;
  /** It repeats what the model has read in a way other than a copied passage. */
  readonly recites?: boolean;
}

/** A new post, saved in its file. */
export interface WrittenPost {
  readonly path: string;
  readonly title: string;
  readonly words: number;
  readonly judgement: Judgement;
  /** The paths of its pictures; missing if it has none. */
  readonly pictures?: readonly string[];
}

/** The model that writes. */
export interface WriterEvent {
  readonly type: 'writer';
  /** For people: 'run1/model-900', 'mymodel'. */
  readonly name: string;
  /** True if no model was named, and this is the newest checkpoint of the newest run. */
  readonly isNewestRun: boolean;
  /** True for the small model bundled with the package. */
  readonly isBundled: boolean;
  /** With the bundled model: a better one that fits this machine, if there is one. */
  readonly proposal?: ModelProposal;
}

/** No seed was given, so this one was drawn. Passing it reproduces the same texts. */
export interface SeedEvent {
  readonly type: 'seed-drawn';
  readonly seed: number;
}

/** The text, and the one to resume from: drawing again from text `nextNumber` chooses the same remaining posts. */
export interface TextPosition {
  readonly number: number;
  readonly nextNumber: number;
}

/** A text is rejected; the next one is drawn in its place. */
export type RejectedEvent = TextPosition & Rejection & { readonly type: 'text-rejected' };

export type PostEvent =
  | Extract<TextEvent, { type: 'text-grew' }>
  /** A text is not a post, or it copies too much. */
  | RejectedEvent
  /** One of several drafts from which a post is chosen. */
  | (TextPosition & { readonly type: 'draft-candidate'; readonly title: string; readonly judgement: Judgement })
  /** The file of a post is about to be written. */
  | (TextPosition & { readonly type: 'post-drafted'; readonly post: WrittenPost })
  /** The file of a post has been written. */
  | (TextPosition & { readonly type: 'post-written'; readonly post: WrittenPost });

/** A text has become a draft, in its file. */
export interface DraftMadeEvent {
  readonly type: 'draft-made';
  readonly path: string;
  readonly title: string;
  readonly words: number;
  /** Files of the pictures that were drawn for it. */
  readonly pictures: readonly string[];
}

export type DraftEvent = CorpusEvent | NoticeEvent | DraftMadeEvent;

/** A draft was continued, and saved. */
export interface DraftContinuedEvent {
  readonly type: 'draft-continued';
  readonly path: string;
  /** Words that were added. */
  readonly words: number;
  /** Of the whole draft, if it was chosen among several; else null. */
  readonly judgement: Judgement | null;
  /** The file with the draft as it was, if its own file was replaced; else null. */
  readonly backup: string | null;
}

export type ContinueEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  | SeedEvent
  | CorpusEvent
  | ModelsUnavailableEvent
  | Exclude<GenerationEvent, { type: 'text-done' }>
  /** A text adds nothing. */
  | RejectedEvent
  | DraftContinuedEvent;

/** A text is complete. The same seed, number and settings write it again. */
export type GeneratedEvent = Extract<GenerationEvent, { type: 'text-done' }> & {
  readonly prompt: string;
  readonly seed: number;
};

export type GenerateEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  | SeedEvent
  | Exclude<GenerationEvent, { type: 'text-done' }>
  | GeneratedEvent
  | CorpusEvent
  | ModelsUnavailableEvent
  /** A text copies too much; the next one is drawn in its place. */
  | RejectedEvent
  /** The text with this number has been written to a file. */
  | { readonly type: 'text-written'; readonly number: number; readonly path: string };

export type InteractiveEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  | SeedEvent
  | GenerationEvent
  /** The prompt was empty; another one is requested. */
  | { readonly type: 'prompt-empty' }
  /** All texts for a prompt are written. */
  | { readonly type: 'prompt-answered' };

/** What came of a request to `serve`. */
export type ServeRequestEvent =
  /** A request was answered. */
  | {
      readonly type: 'request-answered';
      readonly path: string;
      /** New tokens of all its texts. */
      readonly tokens: number;
      /** Whether the client hung up before the texts were complete. */
      readonly hungUp: boolean;
    }
  /** A request was refused, or failed. */
  | {
      readonly type: 'request-refused';
      readonly path: string;
      readonly status: number;
      readonly message: string;
      /** Of a failure of the server: what happened, which the client was not told. */
      readonly details: string | null;
    };

export type ServeEvent =
  | DownloadEvent
  | WriterEvent
  | DeviceEvent
  /** The server is ready; `model` is the name by which requests ask for it. */
  | { readonly type: 'serving'; readonly address: string; readonly model: string }
  | ServeRequestEvent;

/** Drafts are judged without the models, so their scores have no voice in them. */
export interface ModelsUnavailableEvent {
  readonly type: 'models-unavailable';
  /** The reason, in a sentence. */
  readonly reason: string;
}

/** A file and its judgement. */
export interface JudgedFile {
  readonly path: string;
  readonly judgement: Judgement;
  /** It shares more consecutive words with one post than allowed. */
  readonly isOver: boolean;
}

/** All files are judged. */
export interface JudgedEvent {
  readonly type: 'judged';
  /** Number of texts they were compared with, and what those texts are usually like. */
  readonly references: number;
  readonly usual: UsualPost;
  /** Sorted by name. */
  readonly files: readonly JudgedFile[];
}

export type JudgeEvent = CorpusEvent | DeviceEvent | ModelsUnavailableEvent | JudgedEvent;

// The whole job

export interface CorpusSize {
  readonly posts: number;
  readonly words: number;
  readonly tokens: number;
}

/** All posts have been read. Reported once, before the training. */
export interface PostsReadEvent {
  readonly type: 'posts-read';
  readonly corpus: CorpusSize;
}

/** The posts have changed since the run learned from them, so it trains further. */
export interface PostsChangedEvent {
  readonly type: 'posts-changed';
  readonly before: number;
  readonly now: number;
}

/** How far a run is trained. */
export interface TrainedSteps {
  /** Updates so far, and how many of them on these posts: the others were before posts were added. */
  readonly steps: number;
  readonly stepsOnThesePosts: number;
  /**
   * The setting `steps` with which these posts would be trained on as usual, if fewer were allowed; null if they were not, or in
   * early versions.
   */
  readonly usualSteps: number | null;
}

/** The job was started earlier and resumes. */
export interface RunResumedEvent {
  readonly type: 'run-resumed';
  /** The training is complete. */
  readonly isTrained: boolean;
  readonly training: TrainedSteps;
  /** Posts of the series written so far. */
  readonly written: number;
}

/** Everything that was requested is done. */
export interface RunFinishedEvent {
  readonly type: 'run-finished';
  readonly corpus: CorpusSize;
  /** Also seconds of training summed over all calls, and the lowest validation loss. */
  readonly training: TrainedSteps & { readonly seconds: number; readonly bestLoss: number | null };
  readonly posts: readonly WrittenPost[];
  readonly out: string;
}

/** Every event of a run, in order of first appearance. */
export type RunEvent =
  /** A model could not be downloaded, so the run uses the bundled one; `reason` is a clause without a full stop. */
  | { readonly type: 'bundled-instead'; readonly name: string; readonly reason: string }
  | CorpusEvent
  | PostsReadEvent
  | PostsChangedEvent
  | RunResumedEvent
  | TrainEvent
  | DeviceEvent
  | ModelsUnavailableEvent
  | PostEvent
  /** Interrupted; the same command resumes it. */
  | { readonly type: 'run-interrupted'; readonly written: number; readonly count: number }
  | ReportWrittenEvent
  | RunFinishedEvent;

// Reporting

/** A page about the training of a run has been written. */
export interface ReportWrittenEvent {
  readonly type: 'report-written';
  readonly run: string;
  readonly path: string;
  /** Whether the training is past its best, in a sentence or two. */
  readonly verdict: string;
}

export type ReportEvent = ReportWrittenEvent;

// Removing

/** What would be deleted. */
export interface Removal {
  readonly name: string;
  readonly kind: 'run' | 'model';
  /** Those that exist. */
  readonly paths: readonly string[];
  readonly bytes: number;
}

export type RemoveEvent =
  /** What would be deleted, and how much room it takes. */
  | ({ readonly type: 'removal-found' } & Removal)
  /** The person said no. */
  | { readonly type: 'removal-cancelled' }
  /** It is deleted. */
  | ({ readonly type: 'removed' } & Removal);

// Publishing

/** A time in the schedule. */
export interface SlotTime {
  readonly day: string;
  /** ISO 8601, in UTC. */
  readonly moment: string;
}

/** Approved drafts whose day has not come. */
export interface LaterDrafts {
  readonly drafts: number;
  /** The earliest of their days, `2026-12-05`. */
  readonly first: string;
}

/** A draft has become a post and left the queue. */
export interface PublishedEvent {
  readonly type: 'published';
  /** Path of the draft, and of the post: for a post on a server, the local copy. */
  readonly draft: string;
  readonly post: string;
  /** Its address on the server; null for a post in a folder. */
  readonly address: string | null;
  /** The scheduled day it fills; null without a schedule. */
  readonly slot: string | null;
  /** True if an earlier call started publishing it and was cut off. */
  readonly isFinished: boolean;
  readonly queue: QueueCounts;
}

export type PublishEvent =
  /** A draft cannot be published; it stays in the queue. */
  | { readonly type: 'draft-skipped'; readonly path: string; readonly reason: string }
  /** An unreviewed draft is published because of its score. */
  | { readonly type: 'draft-chosen'; readonly path: string; readonly score: number }
  /**
   * A post is due, but no draft may be published. `own` counts unreviewed drafts that no model wrote, which `auto`
   * leaves alone; `later` are approved for a later day.
   */
  | {
      readonly type: 'nothing-approved';
      readonly queue: QueueCounts;
      readonly own: number;
      readonly later: LaterDrafts | null;
      readonly slot: SlotTime | null;
    }
  /** Nothing is due until `next`. */
  | { readonly type: 'nothing-due'; readonly next: SlotTime }
  | PublishedEvent
  /** The changed files were committed, with this message. */
  | { readonly type: 'committed'; readonly message: string }
  /** The commit was pushed. */
  | { readonly type: 'pushed' }
  /** A temporary failure; publishing is tried again. */
  | { readonly type: 'publish-failed'; readonly reason: string; readonly again: string }
  /** Changes that would be made to files, in the format of `diff --unified`. */
  | { readonly type: 'difference'; readonly text: string }
  /** The request that would be sent. */
  | { readonly type: 'request'; readonly request: RemoteRequest }
  /** A remark, in a sentence. */
  | { readonly type: 'note'; readonly note: string }
  /** The timer configuration that makes a machine publish on schedule. */
  | { readonly type: 'timer-text'; readonly text: string }
  /** The queue is short of drafts, so new ones are being written. */
  | { readonly type: 'refill-started'; readonly drafts: number }
  /** An event of the run that writes them. */
  | { readonly type: 'refill-event'; readonly event: RunEvent };

/** A post was taken back. */
export interface UnpublishedEvent {
  readonly type: 'unpublished';
  /** Path of the post that is gone, for a post on a server that of its local copy, and of the draft. */
  readonly post: string;
  readonly draft: string;
  /** Its address on the server, where it is a draft now; null for a post in a folder. */
  readonly address: string | null;
  /** False if it was no longer on the server. */
  readonly wasThere: boolean;
  /** True if an earlier call began it and was cut off. */
  readonly isFinished: boolean;
}

export type UnpublishEvent =
  | UnpublishedEvent
  | Extract<PublishEvent, { readonly type: 'committed' | 'pushed' | 'difference' | 'request' | 'note' }>;

// Reviewing drafts

/** A draft of the queue. */
export interface ReviewedDraft {
  readonly path: string;
  readonly title: string | null;
  /** As written in the draft. */
  readonly date: string | null;
  readonly words: number;
  readonly approval: Approval;
  /** The day on which it is published, `2026-12-05`; null for any day. */
  readonly day: string | null;
  /** Whether it is labelled as written by a model. */
  readonly isGenerated: boolean;
  /** Null if there is nothing to judge it by. */
  readonly judgement: Judgement | null;
  /** It shares more consecutive words with one post than allowed. */
  readonly isOver: boolean;
  /** Its Markdown. */
  readonly body: string;
  /** The parts of the body that are copied from posts, in order. */
  readonly copied: readonly CopiedRange[];
}

/** A draft was approved or held back. */
export interface ApprovalSetEvent {
  readonly type: 'approval-set';
  readonly path: string;
  readonly approval: Approval;
  /** The day on which it is published, `2026-12-05`; null for any day. */
  readonly day: string | null;
  /** It was so before; the file was not changed. */
  readonly wasAlready: boolean;
}

/** A draft was moved to the trash of the queue, or taken out of it again. */
export interface DraftMovedEvent {
  readonly type: 'draft-moved';
  /** Its path in the queue, and in the trash. */
  readonly path: string;
  readonly trash: string;
  /** Where it is now. */
  readonly isInTrash: boolean;
}

export type ReviewEvent =
  | CorpusEvent
  | DeviceEvent
  | ModelsUnavailableEvent
  /** Drafts have no scores; the reason, in a sentence. */
  | { readonly type: 'scores-unavailable'; readonly reason: string }
  /** A file in the queue that is not a draft. */
  | { readonly type: 'draft-unusable'; readonly path: string; readonly reason: string }
  /** A draft, before a decision is asked for. `usual` is what the posts are usually like; null without a judgement. */
  | {
      readonly type: 'draft-shown';
      readonly number: number;
      readonly drafts: number;
      readonly draft: ReviewedDraft;
      readonly usual: UsualPost | null;
    }
  | ApprovalSetEvent
  /** A draft was moved to the trash of the queue. */
  | { readonly type: 'draft-deleted'; readonly path: string; readonly trash: string }
  /** An editor was called; `problem` is a sentence if it failed. */
  | { readonly type: 'draft-edited'; readonly path: string; readonly problem: string | null }
  /** The file changed after it was shown: nothing was done, and it is shown again. */
  | { readonly type: 'draft-changed'; readonly path: string }
  /** The file is no longer in the queue. */
  | { readonly type: 'draft-gone'; readonly path: string }
  /** The last decision was undone, or not: the reason, in a sentence. */
  | { readonly type: 'decision-undone'; readonly path: string; readonly problem: string | null }
  /** There is no decision to undo. */
  | { readonly type: 'nothing-to-undo' }
  /** The end; what is in the queue now. */
  | { readonly type: 'review-finished'; readonly queue: QueueCounts };

// Models and the machine

/** Progress of writing. Reported only when it takes longer than two seconds. */
export interface ExportingEvent {
  readonly type: 'exporting';
  readonly bytesDone: number;
  readonly bytes: number;
}

/** The model has been exported. */
export interface ExportedEvent {
  readonly type: 'exported';
  /** The folder or files that were written. */
  readonly paths: readonly string[];
}

export type ExportEvent = DownloadEvent | WriterEvent | ExportingEvent | ExportedEvent;

/** Progress within a text. */
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
  /** Tokens that were predicted, end marks included. */
  readonly predictions: number;
  /** Bytes of text in these tokens; an end mark counts as none. */
  readonly bytes: number;
  /** Mean per token, in nats. */
  readonly loss: number;
  /** e raised to the loss. */
  readonly perplexity: number;
  /** The total loss in bits divided by the bytes: comparable between vocabularies. */
  readonly bitsPerByte: number;
}

export type EvaluateEvent = DownloadEvent | CorpusEvent | WriterEvent | DeviceEvent | EvaluatingEvent | EvaluatedEvent;

/** A model that can be downloaded. */
export interface DownloadableModel {
  readonly type: 'downloadable';
  readonly name: string;
  /** Its repository at Hugging Face. */
  readonly repository: string;
  readonly licence: string;
  /** Whether its owner requires an account at Hugging Face and consent to terms. */
  readonly isGated: boolean;
  readonly tuning: 'base' | 'chat';
  readonly parameters: number;
  /** Approximate size of the download; null if unknown. */
  readonly bytes: number | null;
  /** Longest window, in tokens. */
  readonly context: number;
  /** Measured after `tpdne run` on the example blog, see `KnownModel`; null: not measured. */
  readonly bitsPerByte: number | null;
  readonly minutes: number | null;
}

/** A model on this machine. */
export interface LocalModel {
  readonly type: 'model';
  /** The value of `model_name` that selects it. */
  readonly name: string;
  readonly path: string;
  /** Null if it cannot be read; `problem` then says why. */
  readonly parameters: number | null;
  readonly bytes: number;
  readonly format: string | null;
  /** The address it was downloaded from, or another origin in words; null if unknown. */
  readonly from: string | null;
  readonly problem: string | null;
}

/** A download that was stopped. */
export interface UnfinishedModel {
  readonly type: 'unfinished';
  readonly name: string;
  readonly path: string;
  /** Bytes received so far. */
  readonly bytes: number;
}

export type ModelsEvent = LocalModel | UnfinishedModel | DownloadableModel;

export type { ShowEvent } from './show/shown.ts';

/** The blog found in a folder. */
export interface SiteFound {
  /** The id of the generator and its description ('a Jekyll site'); null if none was found. */
  readonly generator: { readonly id: string; readonly name: string } | null;
  /** The folder posts would be read from, and how many files may be posts; null if there are none. */
  readonly posts: string | null;
  readonly files: number;
  /** Those of tpdne's own files that the generator would publish. */
  readonly exposed: readonly string[];
}

export type InitEvent =
  /** The folder was examined. */
  | { readonly type: 'site-examined'; readonly site: SiteFound }
  /** An invalid answer; the question is asked again. */
  | { readonly type: 'answer-refused'; readonly reason: string }
  /** The questions were not answered; no file was written. */
  | { readonly type: 'init-cancelled' }
  /** The config file has been written. */
  | {
      readonly type: 'config-written';
      readonly path: string;
      readonly site: SiteFound;
      /** The model in the config file, if it is not on this machine yet. */
      readonly toDownload: string | null;
      /** Jekyll's configuration, if the files of tpdne were added to its `exclude`. */
      readonly excluded: string | null;
    };

export type DoctorEvent =
  | ReadingEvent
  /** Everything was examined. */
  | { readonly type: 'examined'; readonly found: Examination };
