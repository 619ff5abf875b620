import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useConnection, useProject } from './core/hooks.ts';
import { useKeys } from './core/keys.ts';
import { address, go, type Route, useRoute } from './core/router.ts';
import { transport } from './core/transport.ts';
import { HomePage } from './home/home-page.tsx';
import { JobStrip } from './jobs/job-strip.tsx';
import { KeysDialog } from './parts/keys-dialog.tsx';
import { NotInTab } from './parts/not-in-tab.tsx';
import { ThemeSwitch } from './parts/theme-switch.tsx';

/** A page of the studio: its name in the address, the letter that goes to it after `g`, its title, and what draws it. */
interface Page {
  readonly name: string;
  readonly letter: string;
  readonly title: string;
  readonly View: ComponentType<{ readonly route: Route }>;
}

/** The pages, in the order in which a person needs them. All but the first are loaded when they are opened. */
const PAGES: readonly Page[] = [
  { name: 'home', letter: 'h', title: 'Home', View: HomePage },
  { name: 'blog', letter: 'b', title: 'Blog', View: lazy(async () => (await import('./blog/blog-page.tsx')).BlogPage) },
  {
    name: 'learn',
    letter: 'l',
    title: 'Learn',
    View: lazy(async () => (await import('./learn/learn-page.tsx')).LearnPage),
  },
  { name: 'runs', letter: 'r', title: 'Runs', View: lazy(async () => (await import('./runs/runs-page.tsx')).RunsPage) },
  {
    name: 'write',
    letter: 'w',
    title: 'Write',
    View: lazy(async () => (await import('./write/write-page.tsx')).WritePage),
  },
  {
    name: 'review',
    letter: 'v',
    title: 'Review',
    View: lazy(async () => (await import('./review/review-page.tsx')).ReviewPage),
  },
  {
    name: 'calendar',
    letter: 'c',
    title: 'Calendar',
    View: lazy(async () => (await import('./calendar/calendar-page.tsx')).CalendarPage),
  },
];

/** In a tab nothing can be published: there is no git, and other sites are not asked. */
const NOT_IN_TABS: ReadonlySet<string> = new Set(['calendar']);

export function App() {
  const pages = transport().place === 'tab' ? PAGES.filter(({ name }) => !NOT_IN_TABS.has(name)) : PAGES;
  const route = useRoute();
  const project = useProject();
  const [showsKeys, setShowsKeys] = useState(false);
  const isMissing = pages !== PAGES && NOT_IN_TABS.has(route.page);
  const page = pages.find(({ name }) => name === route.page) ?? pages[0];
  const main = useRef<HTMLElement>(null);
  useKeys({
    ...Object.fromEntries(pages.map(({ name, letter }) => [`g ${letter}`, () => go(name)])),
    '?': () => setShowsKeys(true),
  });
  useEffect(() => {
    document.title = `${page.title} · ${project.value?.name ?? 'Studio'}`;
  }, [page.title, project.value?.name]);
  // A screen reader begins at the new page.
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [page.name]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <header class="side">
        <p class="brand">{project.value?.name ?? '…'}</p>
        <nav aria-label="Pages">
          {pages.map(({ name, title }) => (
            <a key={name} href={address(name)} aria-current={name === page.name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <div class="side-foot">
          <button type="button" class="quiet" onClick={() => setShowsKeys(true)}>
            Keys
          </button>
          <ThemeSwitch />
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Lost />
        <Suspense fallback={<p class="waiting">Loading …</p>}>
          {isMissing ? <NotInTab /> : <page.View key={page.name} route={route} />}
        </Suspense>
      </main>
      <JobStrip />
      {showsKeys && <KeysDialog onClose={() => setShowsKeys(false)} />}
    </>
  );
}

/** Said on every page while the server cannot be reached. */
function Lost() {
  if (useConnection() !== 'lost') return null;
  return (
    <p class="problem" role="alert">
      {transport().place === 'tab' ? (
        <>The studio does not answer. {transport().remedy}</>
      ) : (
        <>
          The studio does not answer. If it was ended in the terminal, start it again with <code>tpdne studio</code> and
          open the address that it shows.
        </>
      )}{' '}
      What was learned is saved.
    </p>
  );
}
