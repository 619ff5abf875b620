import type { OpenDraft } from '../../review-protocol.ts';
import { api, get } from '../core/api.ts';
import { ask } from '../core/hooks.ts';
import { fileName } from '../core/words.ts';
import type { Undoable } from './use-undo.ts';

/** A draft as it is now. Throws ApiError. */
export function loadDraft(path: string, signal?: AbortSignal): Promise<OpenDraft> {
  return get(`/draft?path=${encodeURIComponent(path)}`, signal);
}

/** Writes a draft that still is `was`. Throws ApiError, with the code 'draft-changed' if it is not. */
export function writeDraft(path: string, text: string, was: string): Promise<OpenDraft> {
  return api('PUT', '/draft', { path, text, was });
}

const DONE = { approve: 'Approved', hold: 'Held back' } as const;

/** Approves a draft or holds it back. Undoing it writes what the file was before, unless it has changed since. */
export async function decide(
  command: 'approve' | 'hold',
  path: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Undoable> {
  const before = await loadDraft(path);
  await ask(command, { files: [path], ...settings });
  const after = await loadDraft(path);
  return {
    done: `${DONE[command]} ${fileName(path)}`,
    path,
    undo: () => writeDraft(path, before.text, after.text),
  };
}

/** Moves a draft to the trash of the queue. */
export async function discard(path: string): Promise<Undoable> {
  const moved = (await ask('discard', { files: [path] })).find(({ type }) => type === 'draft-moved');
  const trash = String(moved?.trash);
  return {
    done: `Moved ${fileName(path)} to the trash`,
    path,
    undo: () => ask('discard', { files: [trash], restore: true }),
  };
}

/** Saves an edited draft. */
export async function save(path: string, text: string, was: string): Promise<Undoable> {
  await writeDraft(path, text, was);
  return { done: `Saved ${fileName(path)}`, path, undo: () => writeDraft(path, was, text) };
}
