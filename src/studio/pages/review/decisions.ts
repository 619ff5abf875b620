import type { OpenDraft } from '../../review-protocol.ts';
import { api, get } from '../core/api.ts';
import { ask } from '../core/hooks.ts';
import { postName } from '../core/words.ts';
import type { PickedDraft, Undoable, WrittenDraft } from './undo-stack.ts';

/** A draft as it is now. Throws ApiError. */
export function loadDraft(path: string, signal?: AbortSignal): Promise<OpenDraft> {
  return get(`/draft?path=${encodeURIComponent(path)}`, signal);
}

/** Writes a draft that still is `was`. Throws ApiError, with the code 'draft-changed' if it is not. */
export function writeDraft(path: string, text: string, was: string): Promise<OpenDraft> {
  return api('PUT', '/draft', { path, text, was });
}

const DONE = { approve: 'Approved', hold: 'Held back' } as const;

/** Approves a draft or holds it back. */
export async function decide(
  command: 'approve' | 'hold',
  path: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<WrittenDraft> {
  const before = await loadDraft(path);
  await ask(command, { files: [path], ...settings });
  const after = await loadDraft(path);
  return { kind: 'written', done: `${DONE[command]} ${postName(path)}`, path, before: before.text, after: after.text };
}

/** Approves one of several drafts and holds the others back. If one of them cannot be changed, none is. */
export async function pick(path: string, paths: readonly string[]): Promise<PickedDraft> {
  const steps: WrittenDraft[] = [];
  try {
    for (const each of paths) steps.push(await decide(each === path ? 'approve' : 'hold', each));
  } catch (error) {
    for (const step of steps.toReversed()) await undo(step);
    throw error;
  }
  return { kind: 'picked', done: `Picked ${postName(path)} of ${steps.length} drafts`, path, steps };
}

/** Moves a draft to the trash of the queue. */
export async function discard(path: string): Promise<Undoable> {
  const moved = (await ask('discard', { files: [path] })).find(({ type }) => type === 'draft-moved');
  return { kind: 'discarded', done: `Moved ${postName(path)} to the trash`, path, trash: String(moved?.trash) };
}

/** Saves an edited draft. */
export async function save(path: string, text: string, was: string): Promise<Undoable> {
  await writeDraft(path, text, was);
  return { kind: 'written', done: `Saved ${postName(path)}`, path, before: was, after: text };
}

/** Undoes one of these. Throws ApiError, with the code 'draft-changed' if the draft was changed since. */
export async function undo(step: Undoable): Promise<void> {
  if (step.kind === 'picked') for (const each of step.steps.toReversed()) await undo(each);
  else if (step.kind === 'written') await writeDraft(step.path, step.before, step.after);
  else await ask('discard', { files: [step.trash], restore: true });
}
