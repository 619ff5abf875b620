import { describe, expect, it } from 'vitest';
import { bodyLine, keyLine } from '../../../src/blog/posts/file-lines.ts';
import { splitFrontMatter } from '../../../src/blog/posts/front-matter.ts';
import { PostFault } from '../../../src/blog/posts/post-fault.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

function faultOf(text: string): string {
  try {
    splitFrontMatter('tea.md', text);
  } catch (error) {
    if (error instanceof PostFault) return error.message;
    throw error;
  }
  return 'It was read.';
}

describe('marks of front matter', () => {
  it.each([
    ['plain', '---\ntitle: Tea\n---\nBody\n'],
    ['after a byte order mark', '\uFEFF---\ntitle: Tea\n---\nBody\n'],
    ['after two byte order marks', '\uFEFF\uFEFF---\ntitle: Tea\n---\nBody\n'],
    ['with CRLF', '---\r\ntitle: Tea\r\n---\r\nBody\r\n'],
    ['with CR only', '---\rtitle: Tea\r---\rBody\r'],
    ['with spaces after the opening mark', '---  \ntitle: Tea\n---\nBody\n'],
    ['with spaces after the closing mark', '---\ntitle: Tea\n---  \nBody\n'],
    ['with tabs', '---\t\ntitle: Tea\n---\t\nBody\n'],
    ['closed by dots', '---\ntitle: Tea\n...\nBody\n'],
    ['after a blank line', '\n---\ntitle: Tea\n---\nBody\n'],
    ['after lines of white space', ' \n\t\n---\ntitle: Tea\n---\nBody\n'],
    ['after a byte order mark and a blank line', '\uFEFF\n---\ntitle: Tea\n---\nBody\n'],
    ['after spaces', '  ---\ntitle: Tea\n---\nBody\n'],
    ['opened by six dashes', '------\ntitle: Tea\n---\nBody\n'],
    ['between six dashes', '------\ntitle: Tea\n------\nBody\n'],
    ['between four dashes', '----\ntitle: Tea\n----\nBody\n'],
    ['closed by six dashes', '---\ntitle: Tea\n------\nBody\n'],
    ['closed by a mark with text after it', '---\ntitle: Tea\n--- Body\n'],
    ['closed by dashes with text right after them', '---\ntitle: Tea\n---Body\n'],
    ['with a comment after the opening mark', '--- # mine\ntitle: Tea\n---\nBody\n'],
    ['with a comment as its first line', '---\n# mine\n\ntitle: Tea\n\n---\nBody\n'],
    ['yaml', '---yaml\ntitle: Tea\n---\nBody\n'],
    ['yml', '---yml\ntitle: Tea\n---\nBody\n'],
    ['json', '---json\n{ "title": "Tea" }\n---\nBody\n'],
    ['json after a space', '--- json\n{\n  "title": "Tea"\n}\n---\nBody\n'],
    ['JSON in capitals', '---JSON\n{ "title": "Tea" }\n---\nBody\n'],
    ['toml', '---toml\ntitle = "Tea"\n---\nBody\n'],
    ['js', "---js\n{ title: 'Tea', /* mine */ n: 1, } // all\n---\nBody\n"],
    ['js that exports', '---javascript\nmodule.exports = {\n  title: `Tea`,\n};\n---\nBody\n'],
    ['js in parentheses', '---js\n({ title: "Tea" })\n---\nBody\n'],
    ['JSON between dashes', '---\n{ "title": "Tea" }\n---\nBody\n'],
    ['a map in braces', '---\n{ title: Tea }\n---\nBody\n'],
    ['TOML', '+++\ntitle = "Tea"\n+++\nBody\n'],
    ['TOML after a blank line', '\n+++\ntitle = "Tea"\n+++\nBody\n'],
    ['TOML closed by a mark with text after it', '+++\ntitle = "Tea"\n+++ Body\n'],
    ['an object', '{\n"title": "Tea"\n}\nBody\n'],
    ['an object after a blank line', '\n{ "title": "Tea" }\nBody\n'],
    ["Hexo's JSON", ';;;\n"title": "Tea",\n"tags": ["a"]\n;;;\nBody\n'],
    ["Hexo's without an opening mark", 'title: Tea\ndate: 2019-01-01\n---\nBody\n'],
    ["Hexo's JSON without an opening mark", '"title": "Tea"\n;;;\nBody\n'],
    ['inside a comment', '<!--\n---\ntitle: Tea\n---\n-->\nBody\n'],
    ['with a row of dashes in a text', '---\ntitle: Tea\nsummary: |\n  ---\n---\nBody\n'],
  ])('%s', (_, text) => {
    const post = readPost('a.md', text);
    expect(post).toMatchObject({ title: 'Tea', body: 'Body\n' });
    const { before, raw, after } = post.frontMatter;
    expect(before + raw + after + post.body).toBe(text.replace(/\r\n?/g, '\n'));
    const lines = text.split(/\r\n?|\n/);
    expect(lines[bodyLine(post) - 1]).toMatch(/Body$/);
    expect(lines[keyLine(post, 'title') - 1]).toMatch(/title/);
  });

  it.each([
    ['ends with the closing mark', '---\ntitle: Tea\n---', ''],
    ['has a second block after it', '---\ntitle: Tea\n---\n---\nsub: x\n---\n', '---\nsub: x\n---\n'],
    ['has no text after it', '---\ntitle: Tea\n---\n', ''],
    ['has a blank line after it', '---\ntitle: Tea\n---\n\nBody', '\nBody'],
  ])('are found if the file %s', (_, text, body) => {
    expect(readPost('a.md', text)).toMatchObject({ title: 'Tea', body });
  });

  it.each([
    ['a rule after a blank line', '\n---\n\nOnce upon a time\n\n---\n\nBody'],
    ['dialogue between rules', '---\n\n"Tea?" she said.\n\n---\n\n"Tea."'],
    ['five dashes above a text', '-----\nOnce upon a time\n-----\nBody'],
    ['a heading with a colon', 'Note: tea\nis hot\n---\nBody'],
    ['a heading that is not a map', 'Title: tea: a study\n---\nBody'],
    ['comments in comments', '<!--\n'.repeat(50_000)],
    ['a comment of prose', '<!-- mine -->\n---\ntitle: Tea\n---\nBody'],
    ['a row of a table', '---|---\na|b\n'],
    ['a sentence after dashes', '--- he said\ntitle: Tea\n---\n'],
    ['a block of AsciiDoc', '++++\n<b>Tea</b>\n++++\nBody'],
    ['semicolons', ';;;\nTea\n;;;\nBody'],
    ['plus signs', '+++++ four stars\nBody'],
    ['metadata without marks', 'Title: Tea\nDate: 2019-01-01\n\nBody'],
    ['Org mode', '#+title: Tea\n\nBody'],
  ])('are not found in %s', (_, text) => {
    const post = readPost('a.md', text);
    expect(post).toMatchObject({ title: null, body: text });
    expect(post.frontMatter.delimiter).toBe('none');
  });

  it.each([
    ['---js\nconst title = "Tea";\n---\nx', 'tea.md, line 2: its front matter is a program'],
    ['---js\n{\n  title: name(),\n}\n---\nx', 'tea.md, line 3: its front matter is a program'],
    ['---js\n{ ...base }\n---\nx', 'tea.md, line 2: its front matter is a program'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression in front matter
    ['---js\n{ title: `Tea ${1}` }\n---\nx', 'tea.md, line 2: its front matter is a program'],
    ['---coffee\ntitle: "Tea"\n---\nx', 'tea.md, line 1: its front matter is written in coffee'],
    ['---json\n{ "title": "Tea", }\n---\nx', 'tea.md, line 2: the JSON is broken: a list or map has a comma'],
    ['---json\n{\n"title": "Tea"\n"a": 1 }\n---\nx', 'tea.md, line 4: the JSON is broken: a comma or'],
    ['---toml\ntitle: Tea\n---\nx', 'tea.md, line 2: the TOML is broken'],
    ['\n\n---\ntitle: Tea: a study\n---\nx', 'tea.md, line 4: the YAML is broken'],
    ['---\ntitle:Tea\n---\nx', 'tea.md, line 2: the YAML is broken: each key needs a space'],
    ['---\ntitle:Tea\ntags:tea\n---\nx', 'tea.md, line 2: the YAML is broken: each key needs a space'],
    ['---\ntitle: Tea\n', 'tea.md, line 1: front matter begins with ---, but no closing ---'],
    [';;;\n"title": "Tea"\n', 'tea.md, line 1: front matter begins with ;;;, but no closing ;;;'],
  ])('%j is rejected with the line', (text, message) => {
    expect(faultOf(text)).toContain(message);
  });
});

describe('YAML', () => {
  it.each([
    ['tags:\n  [\n    one,\n\ttwo,\n  ]', ['one', 'two']],
    ['tags: [\none,\ntwo\n]', ['one', 'two']],
    ['tags: [one, # first\ntwo]', ['one', 'two']],
    ['tags: ["one",\n\t"two"]', ['one', 'two']],
    ["tags: ['one: 1',\n'two']", ['one: 1', 'two']],
    ['tags:\t[one, two]', ['one', 'two']],
    ['tags: [one, two,]', ['one', 'two']],
    ['tags: {one: ,\ntwo: }', ['one', 'two']],
    ['tags:\n- [one,\ntwo]', ['one', 'two']],
    ['tags:\n- one\n-\ttwo', ['one', 'two']],
    ['tags: one]', ['one]']],
    ['x: {a: , b: }\ntags: [one]', ['one']],
    ['x: a,, [,b\ntags: [one]', ['one']],
    ['x: [a b, ",,", c]\ntags: [one]', ['one']],
    ['x: "it [is\nopen"\ntags: [one]', ['one']],
    ['x: |\n  tags: [\ntags: [one,\ntwo]', ['one', 'two']],
    ["x: it's [a\ntags: [one,\ntwo]", ['one', 'two']],
    ['x: &a [one]\ntags: *a', ['one']],
    ['x: &a {tags: [one]}\n<<: *a', ['one']],
    ['x: !ruby/object:Foo {a: 1}\ntags: [one]', ['one']],
    ['tags: [one]\ntags: [two]', ['two']],
    ['  tags: [one]\n  x: 1', ['one']],
    ['? tags\n: [one]', ['one']],
  ])('%j has these tags', (yaml, tags) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).tags).toEqual(tags);
  });

  it.each([
    'title: a: b',
    'title: @foo',
    'title: `foo`',
    'title: %foo',
    'title: *foo',
    'title: [foo] bar',
    'title: "foo" bar',
    "title: 'it's'",
    'title: "a \\d"',
    'tags:\n\t- one',
    'title: T\n\ttags: [one]',
    'tags: [one',
    'tags: ["a" "b"]',
    'tags: [#a, #b]',
    'tags: [a,, b]',
    'tags: [, a]',
    'tags: [a, # b\n, c]',
    'tags:\n-one\n-two',
    'title: T\nmore text',
    'title: > foo',
    'title: T,\ntags: [x],',
  ])('%j, which all generators reject, is rejected', (yaml) => {
    expect(faultOf(`---\nx: 1\n${yaml}\n---\n`)).toMatch(/^tea\.md, line [2345]: the YAML is broken: .+\.$/);
  });
});

describe('front matter designed to be slow', () => {
  const many = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));
  const numbered = (piece: (n: number) => string, length: number) => {
    const pieces: string[] = [];
    for (let n = 0, sum = 0; sum < length; n++, sum += pieces.at(-1)!.length) pieces.push(piece(n));
    return pieces.join('');
  };
  const LONG = 131_000;

  it.each([
    ['brackets', `---\na: ${many('[', LONG)}\n---\n`],
    ['closed brackets', `---\na: ${many('[', LONG / 2)}${many(']', LONG / 2)}\n---\n`],
    ['braces', `---\na: ${many('{', LONG)}\n---\n`],
    ['maps in maps', `---\na: ${many('{a: ', LONG)}\n---\n`],
    ['dashes', `---\na:\n  ${many('- ', LONG)}\n---\n`],
    ['question marks', `---\na: 1\n${many('? ', LONG)}\n---\n`],
    ['maps below maps', `---\n${numbered((n) => `${' '.repeat(n)}a:\n`, LONG)}---\n`],
    ['an object in an object', many('{"a":', LONG) + many('}', LONG / 5)],
    ['lists in JSON', `{"a":${many('[', LONG / 2)}${many(']', LONG / 2)}}`],
    ['tables in TOML', `+++\n${many('a.', LONG)}b = 1\n+++\n`],
    ['lists in TOML', `+++\na = ${many('[', LONG)}\n+++\n`],
    [
      'a bomb of aliases',
      `---\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((key, n) => `${key}: &${key} [${many(`*${'abcdefgh'[n]}, `, 36)}]\n`)
        .join('')}---\n`,
    ],
    ['a million characters', `---\ntitle: ${many('x', 1_000_000)}\n---\n`],
    ['a million characters of JSON', `{"title": "${many('x', 1_000_000)}"}`],
    ['a million braces', `{"a":${many('{', 1_000_000)}`],
    ['a million escaped quotes', `{"${many('\\"', 1_000_000)}`],
    ['commas', `---\na: [${many(',', LONG)}]\n---\n`],
  ])('%s: rejected with one sentence', (_, text) => {
    expect(faultOf(text)).toMatch(/^tea\.md, line \d+: .{10,200}\.$/);
  });

  it.each([
    ['keys', numbered((n) => `k${n}: v\n`, LONG)],
    ['anchors', numbered((n) => `k${n}: &a${n} v\n`, LONG)],
    ['the same key', many('a: b\n', LONG)],
    ['spaces', `a:${many(' ', LONG - 10)}\n`],
    ['blank lines', `a: b\n${many('\n', LONG - 10)}`],
    ['remarks', `a: b\n${many('#\n', LONG - 10)}`],
    ['items', `a:\n${many('- b\n', LONG - 10)}`],
    ['words', `a: ${many('word ', LONG - 10)}\n`],
    ['a quoted text at the left edge', `a: "b\n${many('word\n', LONG - 20)}"\n`],
  ])('%s are read', (_, yaml) => {
    expect(readPost('a.md', `---\n${yaml}title: Tea\n---\nBody`)).toMatchObject({ title: 'Tea', body: 'Body' });
  });

  it('leaves a novel between two rules alone', () => {
    const text = `---\n${many('Once upon a time\n\n', 2_000_000)}---\nThe end`;
    expect(readPost('a.md', text).body).toBe(text);
  });
});
