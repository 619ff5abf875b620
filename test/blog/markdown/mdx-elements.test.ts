import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

function importOf(body: string): string {
  return portableMarkdown(readPost('a.mdx', body), (note) => expect.unreachable(note));
}

function textOf(body: string): string {
  return plainText(readPost('a.mdx', body), (note) => expect.unreachable(note));
}

describe('HTML elements in MDX', () => {
  it.each<[string, string, string]>([
    ['a link', 'See <a href="/oak">the oak</a>.', 'See [the oak](/oak).'],
    ['a link of an expression', 'See <a href={"/oak"}>the oak</a>.', 'See [the oak](/oak).'],
    ['a link of a variable', 'See <a href={address}>the oak</a>.', 'See the oak.'],
    ['a link of a template', `See <a href={\`/\${oak}\`}>the oak</a>.`, 'See the oak.'],
    ['an image', '<img src="oak.png" alt="An oak" />', '![An oak](oak.png)'],
    ['an image without a text', '<img src="oak.png" />', '![](oak.png)'],
    ['an image of a variable', 'One\n\n<img src={oak} alt="An oak" />', 'One'],
    ['an image of one pixel', 'One\n\n<img src="count.png" width={1} height={1} />', 'One'],
    ['an image in a link', '<a href="/oak"><img src="oak.png" alt="An oak" /></a>', '[![An oak](oak.png)](/oak)'],
    ['a list from three', '<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['a list from a number', '<ol start={3}><li>a</li></ol>', '3. a'],
    ['code of a language', '<pre><code className="language-js">a</code></pre>', '```js\na\n```'],
    ['a hidden element', 'One\n\n<p hidden>two</p>', 'One'],
    ['a handler', '<p onClick={() => go()}>two</p>', 'two'],
    ['attributes of a variable', '<p {...all}>two</p>', 'two'],
  ])('keep literal attributes: %s', (_, body, expected) => {
    expect(importOf(body)).toBe(expected);
  });

  it('keep pictures between list items in the list', () => {
    expect(importOf('1. Saw\n\n   <img src="saw.png" />\n\n2. Sand')).toBe('1. Saw\n\n   ![](saw.png)\n\n2. Sand');
  });
});

describe('a component', () => {
  it.each<[string, string, string, string]>([
    ['a title', '<Note title="Mind the step">\nTwo.\n</Note>', 'Mind the step\n\nTwo.', 'Mind the step\n\nTwo.'],
    [
      'a title in one line',
      '<Note title="Mind the step">Two.</Note>',
      'Mind the step\n\nTwo.',
      'Mind the step\n\nTwo.',
    ],
    ['a title with code', '<Note title="On <code>if</code>">Two.</Note>', 'On `if`\n\nTwo.', 'On if\n\nTwo.'],
    ['a title of an expression', '<Note title={"Mind it"}>Two.</Note>', 'Mind it\n\nTwo.', 'Mind it\n\nTwo.'],
    ['a title of a variable', '<Note title={t}>Two.</Note>', 'Two.', 'Two.'],
    ['the name of a kind', '<Note type="tip" title="tip">Two.</Note>', 'Two.', 'Two.'],
    ['the label of a tab', '<TabItem label="On Linux">Two.</TabItem>', 'On Linux\n\nTwo.', 'On Linux\n\nTwo.'],
    ['a part of a component', '<Tabs.Tab label="On Linux">Two.</Tabs.Tab>', 'On Linux\n\nTwo.', 'On Linux\n\nTwo.'],
    [
      'a caption',
      '<Figure src="a.png" alt="An oak" caption="It stood." />',
      '![An oak](a.png)\n\nIt stood.',
      'It stood.',
    ],
    ['a picture', '<OptimizedImage src="a.png" alt="An oak" title="Oak" />', '![An oak](a.png)', ''],
    ['the author of a quote', '<Quote author="Ada L.">Two.</Quote>', 'Two.\n\nAda L.', 'Two.\n\nAda L.'],
    ['a video', '<YouTube id="x" title="My video" />', '', ''],
    ['a player', '<LiteYouTube videoTitle="My video" title="My video" />', '', ''],
    ['an icon', '<Icon label="An arrow" />', '', ''],
    ['a fragment', '<>Two.</>', 'Two.', 'Two.'],
    ['a tooltip', 'An <Abbr title="Central unit">CPU</Abbr> here.', 'An CPU here.', 'An CPU here.'],
    ['a badge', 'It is <Badge text="New here" /> now.', 'It is New here now.', 'It is New here now.'],
    ['a quote in a title', '<Note title=\'He said "no"\'>Two.</Note>', 'He said "no"\n\nTwo.', 'He said "no"\n\nTwo.'],
    ['a title without end', `<Note title="${'A b '.repeat(1000)}">Two.</Note>`, 'Two.', 'Two.'],
  ])('becomes what a reader sees of it: %s', (_, body, markdown, text) => {
    expect(importOf(`One.\n\n${body}`)).toBe(markdown === '' ? 'One.' : `One.\n\n${markdown}`);
    expect(textOf(`One.\n\n${body}`)).toBe(text === '' ? 'One.' : `One.\n\n${text}`);
  });
});
