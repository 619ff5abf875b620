import { address } from '../core/router.ts';

/** The page that a tab has instead of the calendar. */
export function NotInTab() {
  return (
    <>
      <h1>Calendar</h1>
      <section class="card">
        <p>
          A tab cannot publish: it has no folder of your site, and asks no other site for anything. Download drafts in{' '}
          <a href={address('review')}>Review</a>, and put them where your site has its posts.
        </p>
        <p>
          To plan posts and have them published on their days, use the studio on your computer, in the folder of your
          site: <code>npx this-post-does-not-exist</code>.
        </p>
      </section>
    </>
  );
}
