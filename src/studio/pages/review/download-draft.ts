import type { OpenDraft } from '../../review-protocol.ts';
import { request } from '../core/api.ts';
import { saveFile } from '../core/save-file.ts';
import { fileName, postName } from '../core/words.ts';

/** Lets the browser save a draft, and its own picture beside it. Throws ApiError. */
export async function downloadDraft({ path, text, picture }: OpenDraft): Promise<void> {
  saveFile(postName(path).replace('/', '-'), new Blob([text], { type: 'text/markdown;charset=utf-8' }));
  if (picture === null) return;
  const answer = await request(picture, {});
  const source = new URLSearchParams(picture.slice(picture.indexOf('?'))).get('source') ?? 'cover';
  saveFile(fileName(source), await answer.blob());
}
