import { describe, expect, it } from 'vitest';
import { type FoundPicture, learnPictures } from '../../../src/blog/covers/learn-pictures.ts';
import { plannedPicture } from '../../../src/blog/covers/picture-form.ts';
import { isPicture, pictureUses, placeBeside, placesOf } from '../../../src/blog/covers/picture-uses.ts';
import { learnForm, recentPosts } from '../../../src/blog/drafts/learn-form.ts';
import { writeDraft } from '../../../src/blog/drafts/write-draft.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** Posts at these paths, and the pictures among these files. */
function habitsOf(posts: Readonly<Record<string, string>>, files: readonly string[]) {
  const read = Object.entries(posts).map(([path, head]) => readPost(path, `${head}\nA text.\n`));
  const recent = recentPosts(read);
  const found = pictureUses(recent).flatMap((use): FoundPicture[] => {
    const postFolder = use.post.source.replace(/\/[^/]*$/, '');
    const file = placesOf(use.path, postFolder, ['/site']).find((place) => files.includes(place));
    return file === undefined
      ? []
      : [{ ...use, file, postFolder, header: { format: 'png', width: 1000, height: 500 } }];
  });
  return { posts: read, habits: learnPictures(recent, found) };
}

/** What a blog writes for a new post called "Tea and Salt": the lines of front matter about pictures, and where they are. */
function written(posts: Readonly<Record<string, string>>, files: readonly string[]) {
  const { posts: read, habits } = habitsOf(posts, files);
  const draft = { title: 'Tea and Salt', body: 'Tea, and salt.', complete: true, categories: [], tags: [] };
  const { content, pictures } = writeDraft(draft, learnForm(read, null, habits), {
    date: new Date('2026-05-07T12:00:00Z'),
    takenSlugs: new Set(),
  });
  const head = content
    .split('\n')
    .filter((line) => !/^(?:---|\+\+\+|title|date|layout|generated|[{}]|$|Tea)|"(?:title|date|generated)"/.test(line));
  return { head: head.join('\n'), places: pictures.map(({ folder, name }) => `${folder ?? '<post>'}/${name}`) };
}

const two = (pathOf: (slug: string) => string, head: (slug: string, title: string) => string) =>
  Object.fromEntries(
    ['red-rope', 'old-clock'].map((slug, i) => [
      pathOf(slug),
      head(slug, slug.replace('-', ' ')).replace('DATE', `2026-0${i + 1}-0${i + 3}`),
    ]),
  );
const files = (pathOf: (slug: string) => string) => ['red-rope', 'old-clock'].map(pathOf);
const yaml = (...lines: readonly string[]) => ['---', 'title: T', 'date: DATE', ...lines, '---'].join('\n');

describe('the pictures of a new post', () => {
  it.each([
    {
      name: 'Jekyll, a path from the root',
      posts: two(
        (slug) => `/site/_posts/2026-01-01-${slug}.md`,
        (slug) => yaml(`image: /assets/images/${slug}.jpg`),
      ),
      files: files((slug) => `/site/assets/images/${slug}.jpg`),
      head: 'image: /assets/images/tea-and-salt.jpg',
      places: ['/site/assets/images/tea-and-salt.jpg'],
    },
    {
      name: 'Jekyll, with the date in the name, and the address of the site',
      posts: two(
        (slug) => `/site/_posts/2026-01-01-${slug}.md`,
        (slug) =>
          yaml(
            `thumbnail: "{{ site.baseurl }}/img/DATE-${slug}.png"`.replace(
              'DATE',
              slug === 'red-rope' ? '2026-01-03' : '2026-02-04',
            ),
          ),
      ),
      files: ['/site/img/2026-01-03-red-rope.png', '/site/img/2026-02-04-old-clock.png'],
      head: 'thumbnail: "{{ site.baseurl }}/img/2026-05-07-tea-and-salt.png"',
      places: ['/site/img/2026-05-07-tea-and-salt.png'],
    },
    {
      name: 'Minimal Mistakes: two keys below one, a setting that all share, and a caption that is not copied',
      posts: two(
        (slug) => `/site/_posts/2026-01-01-${slug}.md`,
        (slug) =>
          yaml(
            'header:',
            `  teaser: /assets/${slug}.jpg`,
            `  overlay_image: /assets/${slug}.jpg`,
            '  overlay_filter: 0.5',
            `  caption: "By ${slug}"`,
          ),
      ),
      files: files((slug) => `/site/assets/${slug}.jpg`),
      head: 'header:\n  teaser: /assets/tea-and-salt.jpg\n  overlay_image: /assets/tea-and-salt.jpg\n  overlay_filter: 0.5',
      places: ['/site/assets/tea-and-salt.jpg'],
    },
    {
      name: 'Chirpy: path, text and size',
      posts: two(
        (slug) => `/site/_posts/2026-01-01-${slug}.md`,
        (slug, title) =>
          yaml(
            'image:',
            `  path: /img/${slug}.webp`,
            '  width: 1000',
            '  height: 500',
            `  alt: ${title}`,
            `  lqip: data:image/webp;base64,${slug}`,
          ),
      ),
      files: files((slug) => `/site/img/${slug}.webp`),
      head: 'image:\n  path: /img/tea-and-salt.webp\n  width: 1000\n  height: 500\n  alt: Tea and Salt',
      places: ['/site/img/tea-and-salt.webp'],
    },
    {
      name: 'Hugo: a list in brackets, in static/',
      posts: two(
        (slug) => `/site/content/posts/${slug}.md`,
        (slug) => yaml(`images: ["images/${slug}.png", "images/two.png"]`),
      ),
      files: files((slug) => `/site/static/images/${slug}.png`),
      head: 'images: ["images/tea-and-salt.png"]',
      places: ['/site/static/images/tea-and-salt.png'],
    },
    {
      name: 'Hugo: a list on lines of its own',
      posts: two(
        (slug) => `/site/content/posts/${slug}.md`,
        (slug) => yaml('images:', `  - /images/${slug}.png`),
      ),
      files: files((slug) => `/site/static/images/${slug}.png`),
      head: 'images:\n  - /images/tea-and-salt.png',
      places: ['/site/static/images/tea-and-salt.png'],
    },
    {
      name: 'Hugo: page resources',
      posts: two(
        (slug) => `/site/content/posts/${slug}/index.md`,
        () => yaml('resources:', '  - name: featured', '    src: cover.jpg'),
      ),
      files: files((slug) => `/site/content/posts/${slug}/cover.jpg`),
      head: 'resources:\n  - name: featured\n    src: cover.jpg',
      places: ['<post>/cover.jpg'],
    },
    {
      name: 'PaperMod in TOML, in the folder of the post',
      posts: two(
        (slug) => `/site/content/posts/${slug}/index.md`,
        (_, title) =>
          `+++\ntitle = "T"\ndate = DATE\n\n[cover]\nimage = "cover.jpg"\nalt = "${title}"\nrelative = true\n+++`,
      ),
      files: files((slug) => `/site/content/posts/${slug}/cover.jpg`),
      head: 'cover = { image = "cover.jpg", alt = "Tea and Salt", relative = true }',
      places: ['<post>/cover.jpg'],
    },
    {
      name: 'posts in their own folders, each with a picture of another name',
      posts: {
        '/site/content/posts/red-rope/index.md': yaml("image: 'img/DSC_1.jpg'").replace('DATE', '2026-01-01'),
        '/site/content/posts/old-clock/index.md': yaml("image: 'img/DSC_2.jpg'").replace('DATE', '2026-01-02'),
      },
      files: ['/site/content/posts/red-rope/img/DSC_1.jpg', '/site/content/posts/old-clock/img/DSC_2.jpg'],
      head: "image: 'img/cover.jpg'",
      places: ['<post>/img/cover.jpg'],
    },
    {
      name: 'Astro: a path that leads elsewhere, names that say nothing, and a text',
      posts: {
        '/site/src/content/blog/red-rope.md': yaml(
          "heroImage: '../../assets/placeholder-1.jpg'",
          "heroImageAlt: 'A'",
        ).replace('DATE', '2026-01-01'),
        '/site/src/content/blog/old-clock.md': yaml(
          "heroImage: '../../assets/placeholder-2.jpg'",
          "heroImageAlt: 'B'",
        ).replace('DATE', '2026-01-02'),
      },
      files: ['/site/src/assets/placeholder-1.jpg', '/site/src/assets/placeholder-2.jpg'],
      head: "heroImage: '../../assets/tea-and-salt.jpg'\nheroImageAlt: 'Tea and Salt'",
      places: ['/site/src/assets/tea-and-salt.jpg'],
    },
    {
      name: 'Astro: an alias',
      posts: two(
        (slug) => `/site/src/content/blog/${slug}.md`,
        (slug) => yaml(`image: "~/assets/${slug}.png"`),
      ),
      files: files((slug) => `/site/src/assets/${slug}.png`),
      head: 'image: "~/assets/tea-and-salt.png"',
      places: ['/site/src/assets/tea-and-salt.png'],
    },
    {
      name: 'Astro: next to the post',
      posts: two(
        (slug) => `/site/src/content/blog/${slug}.mdx`,
        (slug) => yaml(`cover: ./${slug}.png`),
      ),
      files: files((slug) => `/site/src/content/blog/${slug}.png`),
      head: 'cover: ./tea-and-salt.png',
      places: ['<post>/tea-and-salt.png'],
    },
    {
      name: 'Eleventy: folders of the year and month, and a site that is served in a folder',
      posts: two(
        (slug) => `/site/content/blog/${slug}.md`,
        (slug) => yaml(`image: /notes/img/2026/${slug === 'red-rope' ? '01' : '02'}/${slug}.png`),
      ),
      files: ['/site/public/img/2026/01/red-rope.png', '/site/public/img/2026/02/old-clock.png'],
      head: 'image: /notes/img/2026/05/tea-and-salt.png',
      places: ['/site/public/img/2026/05/tea-and-salt.png'],
    },
    {
      name: 'Docusaurus: a folder for each post',
      posts: two(
        (slug) => `/site/blog/2026-01-01-${slug}.md`,
        (slug) => yaml(`image: ./img/${slug}/banner.png`),
      ),
      files: files((slug) => `/site/blog/img/${slug}/banner.png`),
      head: 'image: ./img/tea-and-salt/banner.png',
      places: ['<post>/img/tea-and-salt/banner.png'],
    },
    {
      name: 'JSON, and the address of the site',
      posts: two(
        (slug) => `/site/blog/${slug}.md`,
        (slug) => `{ "title": "T", "date": "DATE", "og": { "image": "https://me.example/img/${slug}-wide.png?v=2" } }`,
      ),
      files: files((slug) => `/site/static/img/${slug}-wide.png`),
      head: '  "og": {"image":"https://me.example/img/tea-and-salt-wide.png"},',
      places: ['/site/static/img/tea-and-salt-wide.png'],
    },
    {
      name: 'two keys with pictures in two places',
      posts: two(
        (slug) => `/site/posts/${slug}.md`,
        (slug) => yaml(`image: /img/${slug}.png`, `thumbnail: /img/small/${slug}.png`),
      ),
      files: files((slug) => `/site/static/img/${slug}.png`).concat(
        files((slug) => `/site/static/img/small/${slug}.png`),
      ),
      head: 'image: /img/tea-and-salt.png\nthumbnail: /img/small/tea-and-salt.png',
      places: ['/site/static/img/tea-and-salt.png', '/site/static/img/small/tea-and-salt.png'],
    },
  ])('are as in the newest posts: $name', ({ posts, files: there, head, places }) => {
    expect(written(posts, there)).toEqual({ head, places });
  });

  it.each([
    [
      'no post has one',
      two(
        (slug) => `/site/p/${slug}.md`,
        () => yaml('mood: fine'),
      ),
      [],
    ],
    [
      'the files are missing',
      two(
        (slug) => `/site/p/${slug}.md`,
        (slug) => yaml(`image: /img/${slug}.png`),
      ),
      [],
    ],
    [
      'all posts share one',
      two(
        (slug) => `/site/p/${slug}.md`,
        () => yaml('image: /img/default.png'),
      ),
      ['/site/static/img/default.png'],
    ],
    [
      'only half of them have one',
      {
        '/site/p/a.md': yaml('image: /a.png').replace('DATE', '2026-01-01'),
        '/site/p/b.md': yaml().replace('DATE', '2026-01-02'),
      },
      ['/site/static/a.png'],
    ],
    [
      'it shows the author',
      two(
        (slug) => `/site/p/${slug}.md`,
        (slug) => yaml('author:', `  image: /img/${slug}.png`),
      ),
      files((slug) => `/site/static/img/${slug}.png`),
    ],
  ])('are none where %s', (_, posts, there) => {
    expect(written(posts, there)).toEqual({ head: expect.not.stringContaining('tea-and-salt'), places: [] });
  });

  it('have the median size of those that could be measured', () => {
    const post = (name: string) =>
      readPost(`/site/p/${name}.md`, `${yaml(`image: /${name}.png`).replace('DATE', '2026-01-01')}\n`);
    const found = [
      [800, 400],
      [1000, 500],
      [90, 90],
    ].map(([width, height], i) => ({
      post: post(`n${i}`),
      key: 'image',
      path: `/n${i}.png`,
      file: `/site/n${i}.png`,
      postFolder: '/site/p',
      header: { format: 'png' as const, width, height },
    }));
    const [field] = learnPictures(
      found.map((one) => one.post),
      found,
    ).fields;
    expect(field.form.size).toEqual({ width: 800, height: 400 });
    const unknown = found.map((one) => ({ ...one, header: null }));
    expect(
      learnPictures(
        found.map((one) => one.post),
        unknown,
      ).fields[0].form.size,
    ).toBeNull();
  });
});

describe('a picture of front matter', () => {
  it.each(['a.png', 'a.JPEG', '/a b.webp', 'https://x.example/a.avif?w=3', 'a.svg#x', './a.gif'])('is %s', (value) => {
    expect(isPicture(value)).toBe(true);
  });

  it.each(['a.pdf', 'png', 'a.png is a file', 'line\na.png', 7, null])('is not %s', (value) => {
    expect(isPicture(value)).toBe(false);
  });

  it('is looked for next to the post first, then in the folders of the site', () => {
    const places = placesOf('img/a.png', '/site/blog', ['/site/blog', '/site']);
    expect(places[0]).toBe('/site/blog/img/a.png');
    expect(places).toContain('/site/static/img/a.png');
    expect(placesOf('/img/a.png', '/site/blog', ['/site'])[0]).toBe('/site/img/a.png');
    expect(placesOf('%C3%A9t%C3%A9.png', '/s', [])).toEqual(['/s/été.png']);
  });

  it.each(['data:image/png;base64,x.png', '//cdn.example/a.png', 'ftp://x.example/a.png'])(
    'at %s is not looked for',
    (path) => {
      expect(placesOf(path, '/site/blog', ['/site'])).toEqual([]);
    },
  );

  it.each([
    ['a.png', '/q/a.png'],
    ['./img/a.png', '/q/img/a.png'],
    ['/a.png', null],
    ['../a.png', null],
    ['img/../a.png', null],
    ['~/a.png', null],
    ['https://x.example/a.png', null],
  ])('moves with its post only if it is next to it: %s', (path, place) => {
    expect(placeBeside(path, '/q')).toBe(place);
  });
});

it('a planned picture has the slug and date of its post', () => {
  const form = { before: '/', folder: '/s', name: '{YYYY}/{MM}/{DD}-{slug}', extension: '.png', size: null };
  expect(plannedPicture(form, 'tea', (pattern) => `<${pattern}>`).name).toBe('<YYYY>/<MM>/<DD>-tea.png');
});
