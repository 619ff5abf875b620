import type { OpenDraft, Preview } from '../../review-protocol.ts';
import { api } from '../core/api.ts';
import { useLoaded } from '../core/hooks.ts';

/** A draft as a page, below its picture, with its copied passages marked; '' until it is there. */
export function usePreview(draft: OpenDraft): { readonly html: string; readonly problem: string | null } {
  const { value, problem } = useLoaded(
    (signal) => {
      const passages = draft.review?.judgement.shared.passages.map(({ passage }) => passage) ?? [];
      return api<Preview>('POST', '/preview', { path: draft.path, text: draft.text, passages }, signal);
    },
    [draft.path, draft.text, draft.review?.judged],
  );
  return { html: withCover(draft.picture, value?.html ?? ''), problem };
}

/** The page below the picture of the draft. `picture`: its address, which the server has made. */
function withCover(picture: string | null, html: string): string {
  if (picture === null) return html;
  const source = picture.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<img class="cover" src="${source}" alt="The cover of this draft">${html}`;
}
