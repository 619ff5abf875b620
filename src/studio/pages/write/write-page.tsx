import { address, type Route } from '../core/router.ts';
import '../style/write.css';
import { DeskView } from './desk-view.tsx';
import { DraftsView } from './drafts-view.tsx';

/** Drafts on a subject, or a text word by word. */
export function WritePage({ route }: { readonly route: Route }) {
  const isDesk = route.rest[0] === 'desk';
  return (
    <>
      <h1>Write</h1>
      <nav class="tabs" aria-label="Ways to write">
        <a href={address('write')} aria-current={isDesk ? undefined : 'page'}>
          Drafts on a subject
        </a>
        <a href={address('write', ['desk'])} aria-current={isDesk ? 'page' : undefined}>
          Word by word
        </a>
      </nav>
      {isDesk ? <DeskView draft={route.query.get('draft')} /> : <DraftsView />}
    </>
  );
}
