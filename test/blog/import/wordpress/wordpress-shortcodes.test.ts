import { describe, expect, it } from 'vitest';
import { wordpressMarkdown } from '../../../../src/blog/import/wordpress/wordpress-body.ts';
import { withoutShortcodes } from '../../../../src/blog/import/wordpress/wordpress-shortcodes.ts';
import { processorMs } from '../../../processor-ms.ts';

describe('brackets', () => {
  it.each([
    ['The [so-called] captain', 'The \\[so-called] captain'],
    ['no [non-trivial] man', 'no \\[non-trivial] man'],
    ['[see p=3 of the log] it', '\\[see p=3 of the log] it'],
    ['a[i] = b[i-1]', 'a\\[i] = b\\[i-1]'],
    ['[Note to myself: x = y] And', '\\[Note to myself: x = y] And'],
    ['[Note: x] and', '\\[Note: x] and'],
    ['none [sic] left', 'none \\[sic] left'],
    ['as in [1] and [2]', 'as in \\[1] and \\[2]'],
    ['a [link](https://a.example) b', 'a [link](https://a.example) b'],
    ['[x] done', '\\[x] done'],
    ['[ ] open', '\\[ ] open'],
    ['He [the captain] went', 'He \\[the captain] went'],
    ['[...] and on', '\\[...] and on'],
    ['[…] and on', '\\[…] and on'],
    ['[laughs]', '\\[laughs]'],
    ['[Chorus]\nla la', '\\[Chorus]\\\nla la'],
    ['[Verse 1]', '\\[Verse 1]'],
    ['[a, b]', '\\[a, b]'],
    ['[Ed. by x-y]', '\\[Ed. by x-y]'],
    ['in [0, 1] and [0,1)', 'in \\[0, 1] and \\[0,1)'],
    ['[citation needed]', '\\[citation needed]'],
    ['x = [a=b, c=d]', 'x = \\[a=b, c=d]'],
    ['[He said "no"] and', '\\[He said "no"] and'],
    ["[it's=fine] so", "\\[it's=fine] so"],
    ['[x = "y"] is set', '\\[x = "y"] is set'],
    ['[[wiki link]] here', '\\[\\[wiki link]] here'],
    ['if [[ -f x ]]; then', 'if \\[\\[ -f x ]]; then'],
    ['[Video] of it', '\\[Video] of it'],
    ['the [code] was', 'the \\[code] was'],
    ['the [text] and [form] and [poll]', 'the \\[text] and \\[form] and \\[poll]'],
    ['[toc] is short', '\\[toc] is short'],
    ['[/sic] end', '\\[/sic] end'],
    ['see [ref] 3', 'see \\[ref] 3'],
    ['a [gallery ids="1,2"] b', 'a b'],
    ['a [gallery] b', 'a b'],
    ["a [video src='x.mp4'] b", 'a b'],
    ['a\n\n[contact-form-7 id=5]\n\nb', 'a\n\nb'],
    ['a\n\n[my-form]\n\nb', 'a\n\nb'],
    ['a\n\n[my_form id=3]\n\nb', 'a\n\nb'],
    ['a\n\n[rev_slider home]\n\nb', 'a\n\nb'],
    ['<p>a</p><p>[my-form]</p>', 'a'],
    ['a [youtube https://v.example/1] b', 'a b'],
    ['a [youtube id=abc] b', 'a b'],
    ['a [button href="x"]Press[/button] b', 'a Press b'],
    ['a [b]c[/b] d', 'a c d'],
    ['[box][note]c[/note][/box]', 'c'],
    ['a [box color="red" /] b', 'a b'],
    ['a [more_posts] b', 'a b'],
    ['a [thing /] b', 'a b'],
    ['[[gallery ids="1"]] b', '\\[gallery ids="1"] b'],
    ['<code>[[gallery]]</code>', '`[gallery]`'],
    ['<code>x[[i]]</code>', '`x[[i]]`'],
    ['[caption id="1" width="3"]<img src="a.jpg" /> T [sic][/caption]', '![](a.jpg)\n\nT \\[sic]'],
    ['[caption id="1"]', ''],
    ['a [embed]https://x.example[/embed] b', 'a b'],
    ['[a][b]c[/a][/b]', '\\[b]c\\[/b]'],
    ['<a title="[gallery]" href="x">t</a>', '[t](x "\\[gallery]")'],
    ['old[ref]In 1850.[/ref] pier', 'old[^1] pier\n\n[^1]: In 1850.'],
    ['old [efn_note]In <em>1850</em>.[/efn_note] pier', 'old[^1] pier\n\n[^1]: In *1850*.'],
    ['old ((in 1850)) pier', 'old ((in 1850)) pier'],
    ['a [wpv-x field="y"][wpv-z] b', 'a \\[wpv-z] b'],
  ])('%j', (content, expected) => {
    expect(wordpressMarkdown(content)).toBe(expected);
  });

  it.each([
    '[a ',
    '[',
    '[a]',
    '[[a]]',
    '[caption]',
    '[caption id="',
    '[a b="c"]',
    '[/a]',
    '[a][/a]',
    '[a]<b>',
    '<b>',
    '[a-b\n',
    ']',
    '[a "[b \'"',
    '[code]<',
  ])('%j a hundred thousand times is read quickly', async (unit) => {
    expect(await processorMs(() => withoutShortcodes(`${unit.repeat(100_000)}[z]`, () => ''))).toBeLessThan(3000);
  });

  it('are read quickly when nested', async () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `n${i}`);
    const nested = `${names.map((name) => `[${name}]`).join('')}x${names
      .map((name) => `[/${name}]`)
      .reverse()
      .join('')}`;
    const run = () => expect(withoutShortcodes(nested, () => '')).toBe('x');
    expect(await processorMs(run)).toBeLessThan(3000);
  });
});
