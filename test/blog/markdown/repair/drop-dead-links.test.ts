import { describe, expect, it } from 'vitest';
import { dropDeadLinks } from '../../../../src/blog/markdown/repair/drop-dead-links.ts';
import { addressesIn } from '../../../../src/blog/markdown/repair/link-addresses.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

const addresses = addressesIn([
  readPost(
    '2020-01-01-the-tin.md',
    'See [home](/about/), ![a](/img/a.png) and <a href="feed.xml">this</a>.\n\n[x]: ../up',
  ),
  readPost('lamp/index.md', 'Nothing.'),
]);

describe('dead links', () => {
  it.each([
    ['See [a *tin*](/articles/the-tin/#lid).', 'See [a *tin*](/articles/the-tin/#lid).'],
    ['See [lamp](../lamp/index.md) or [lamp](../lamp.html).', 'See lamp or [lamp](../lamp.html).'],
    ['[About](/about) [feed](feed.xml?x) [up](../up/)', '[About](/about) [feed](feed.xml?x) [up](../up/)'],
    ['A [*big* shed](/sheds/big/) stands.', 'A *big* shed stands.'],
    ['Up [there](#top) and [nowhere]().', 'Up there and nowhere.'],
    ['![a](/img/a.png)![b](/img/b.png)', '![a](/img/a.png)'],
    ['[out](https://x.org/y) //x [mail](mailto:a@b.c)', '[out](https://x.org/y) //x [mail](mailto:a@b.c)'],
    ['See [a shed][s] and [s].\n\n[s]: /sheds/\n', 'See a shed and [s].\n\n'],
    ['`[a](/b)`', '`[a](/b)`'],
  ])('%j becomes %j', (text, kept) => {
    expect(dropDeadLinks(text, addresses)).toBe(kept);
  });
});
