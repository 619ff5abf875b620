/** Events of the commands that write and judge: `generate`, `continue`, `interactive`, `serve` and `judge`. They hold JSON values only. */

import type { NoDraft } from '../../blog/drafts/draft.ts';
import type { Judgement, UsualPost } from '../../blog/judging/judgement.ts';
import type { SharedPassage } from '../../blog/judging/passage-index.ts';
import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';
import type { TextEvent } from '../../engine/generation/text.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import type { ModelProposal } from '../models/propose-model.ts';
import type { CorpusEvent } from './reading.ts';
import type { NoticeEvent } from './training.ts';

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
  /** The file of a post has been written. `usual`: what the posts that it was judged by are usually like. */
  | (TextPosition & { readonly type: 'post-written'; readonly post: WrittenPost; readonly usual: UsualPost });

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
  | NoticeEvent
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
