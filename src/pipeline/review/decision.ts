import type { ReviewedDraft } from '../events/reviewing.ts';

export interface ReviewOptions {
  /**
   * Decides about the draft that was shown, or, after the last one, about null; null ends the review. Without it, all drafts
   * are shown and nothing is changed.
   */
  readonly decide?: ((draft: ReviewedDraft | null) => Promise<Decision | null>) | undefined;
  /** Opens a draft in an editor and waits for it; returns what went wrong in a sentence, or null. */
  readonly edit?: ((path: string) => Promise<string | null>) | undefined;
}

/** What to do with a draft. All but `edit` and `undo` continue with another one. */
export type Decision = 'approve' | 'hold' | 'delete' | 'edit' | 'undo' | 'next' | 'back';
