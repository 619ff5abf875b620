/** A text as a model may have written it, and what a reader has to see of it on the built page. */
export interface Text {
  readonly generated: string;
  readonly title: string;
  /** Stretches of prose, word for word, with straight quotes. */
  readonly prose: readonly string[];
  /** The lines of each piece of fenced code. */
  readonly code: readonly string[];
  /** How many of these elements there are: `em`, `table` ... */
  readonly elements: Readonly<Record<string, number>>;
  /** Of reading, at some 200 words each. */
  readonly minutes: number;
}

const lines = (...all: readonly string[]): string => all.join('\n');

const fog: Text = {
  title: 'Fog: the "Übermut" doesn\'t sail',
  generated: lines(
    '---',
    'title: "Fog: the \\"Übermut\\" doesn\'t sail"',
    'tags: ["waiting", "rye", "salt", "wind", "scale"]',
    '---',
    '',
    'Nobody on the quay *believes* the board this morning — the **Übermut** lies in the fog, and l’équipe drinks tea (茶, as',
    'the cook writes it). Søren says: "It lifts by ten." It does not lift by ten.',
    '',
    '## What we saw: nothing',
    '',
    '- a gull, _half_ of it,',
    '- the lamp of the pier: on, off, on,',
    '- no sail.',
    '',
    '1. First we waited.',
    '2. Then we waited with rye bread, a pinch of salt, and 3 € of butter.',
    '',
    '> "Wind?" asked the child. There was no wind; the scale of the map said *two miles*, and the map was right.',
    '',
    'At half past eleven the [timetable](https://ferry.example/times) was taken down 🌫️, which is also an answer.',
  ),
  prose: [
    "the Übermut lies in the fog, and l'équipe drinks tea (茶, as the cook writes it)",
    'Søren says: "It lifts by ten."',
    'What we saw: nothing',
    'a gull, half of it,',
    '3 € of butter',
    'the scale of the map said two miles, and the map was right.',
    'the timetable was taken down 🌫️',
  ],
  code: [],
  elements: { em: 3, strong: 1, h2: 1, ul: 1, ol: 1, blockquote: 1, a: 1 },
  minutes: 1,
};

const marks: Text = {
  title: 'What {{ braces }} and {% percents %} do',
  generated: lines(
    '# What {{ braces }} and {% percents %} do',
    '',
    'The title goes where {{ page.title }} stands, a map where {% include map.html scale=3 %} stands, and a picture of the',
    'wind where {{< figure src="wind.jpg" >}} or {{% rye %}} stands. I have seen {{- waiting -}} with hyphens, and salt in',
    '{# a remark that a template would swallow #} too.',
    '',
    'Some are never closed: {{ this one, {% that one, {{< this, {# and that. The text goes on behind them.',
    '',
    'In a line of code it is `{{ site.time }}` or `{% for tag in tags %}`, and in a block it is',
    '',
    '```jinja',
    '{% for post in collections.posts %}',
    '  <li>{{ post.data.title | upper }}</li> {# one each #}',
    '{% endfor %}',
    '{{< ref "salt.md" >}}',
    '```',
    '',
    'and nothing of it happens, however often I look.',
  ),
  prose: [
    'The title goes where {{ page.title }} stands, a map where {% include map.html scale=3 %} stands',
    'a picture of the wind where {{< figure src="wind.jpg" >}} or {{% rye %}} stands.',
    'I have seen {{- waiting -}} with hyphens, and salt in {# a remark that a template would swallow #} too.',
    'Some are never closed: {{ this one, {% that one, {{< this, {# and that. The text goes on behind them.',
    'it is {{ site.time }} or {% for tag in tags %}, and',
    'and nothing of it happens, however often I look.',
  ],
  code: [
    lines(
      '{% for post in collections.posts %}',
      '  <li>{{ post.data.title | upper }}</li> {# one each #}',
      '{% endfor %}',
      '{{< ref "salt.md" >}}',
    ),
  ],
  elements: { pre: 1 },
  minutes: 1,
};

const tables: Text = {
  title: "5 < 6 & 7 > 6: tables, 'types' and a # sign",
  generated: lines(
    '---',
    "title: '5 < 6 & 7 > 6: tables, ''types'' and a # sign'",
    '---',
    '',
    'If a < b and b<c, then the list is an Array<string> or a Map<Knot, number>; I <3 rye, and {count} of {them} are left.',
    'export is a word for the wind,',
    'import too. AT&T and R&D stay, and so does &copy; as I typed it in `&copy;`.',
    '',
    '| what   | how *many* | note             |',
    '| :----- | ---------: | ---------------- |',
    '| loaves |         31 | `a \\| b`         |',
    '| salt   |      0.5 % | **not** a lot    |',
    '| scale  |        1:1 | waiting for rain |',
    '',
    '- outer',
    '  - inner, with snake_case_names and 2 * 3',
    '- again',
    '',
    '```ts',
    'const least = <T extends object>(items: T[]): T | undefined => {',
    '  return items.length < 1 ? undefined : items[0]; // `ticks` & "quotes"',
    '};',
    '```',
    '',
    '~~~',
    '$ cat notes.md',
    '```',
    'a fence in a fence',
    '```',
    '~~~',
    '',
    `Then it goes on for long enough to be read in more than a minute. ${'The tide went out and the tide came in. '.repeat(45)}`,
  ),
  prose: [
    'If a < b and b<c, then the list is an Array<string> or a Map<Knot, number>; I <3 rye, and {count} of {them} are left.',
    'export is a word for the wind, import too. AT&T and R&D stay',
    'inner, with snake_case_names and 2 * 3',
    'Then it goes on for long enough to be read in more than a minute.',
  ],
  code: [
    lines(
      'const least = <T extends object>(items: T[]): T | undefined => {',
      '  return items.length < 1 ? undefined : items[0]; // `ticks` & "quotes"',
      '};',
    ),
    lines('$ cat notes.md', '```', 'a fence in a fence', '```'),
  ],
  elements: { table: 1, tr: 4, strong: 1, em: 1, ul: 2, pre: 2 },
  minutes: 3,
};

/** Three of them: what a title, what the marks of templates, and what tables and code can break. */
export const texts: readonly Text[] = [fog, marks, tables];
