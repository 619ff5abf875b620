import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ZipFault } from '../../../src/engine/tokens/zip.ts';
import { placed, zipOf } from '../samples/place.ts';

import { imported, refusal } from './imported.ts';

describe('a zip archive', () => {
  const story =
    '<html><body><article><h1 class="p-name">A</h1><section class="e-content"><h3>A</h3><p>One.</p></section></article></body></html>';
  const files = { 'profile/profile.html': 'x', 'posts/2019-03-10_A-0123456789ab.html': story };
  const zip = (bytes: Uint8Array) => placed({ 'export.zip': bytes }, 'export.zip');

  it('that is truncated is refused', async () => {
    const whole = zipOf(files);
    await expect(imported(zip(whole.slice(0, whole.length - 30)))).rejects.toThrow(ZipFault);
  });

  it('with a file that unpacks without end skips that file', async () => {
    const bomb = new Uint8Array(2 ** 26 + 1);
    const packed = zipSync({
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
      'posts/2019-03-11_B-0123456789ac.html': bomb,
    });
    expect(packed.length).toBeLessThan(200_000);
    const { posts, reasons } = await imported(zip(packed));
    expect(Object.keys(posts)).toEqual(['2019-03-10-a.md']);
    expect(reasons).toContainEqual(expect.stringMatching(/unpacks to 67108865 bytes/));
  });

  it('that lies about the sizes of its files is refused', async () => {
    const packed = zipOf(files);
    const view = new DataView(packed.buffer, packed.byteOffset);
    for (let at = 0; at < packed.length - 4; at++) {
      // Directory headers, and in each the sizes that it claims.
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2 ** 30, true);
    }
    await expect(imported(zip(packed))).rejects.toThrow(/claims 1073741824 bytes/);
  });

  it('gives the same as the folder it was unpacked into', async () => {
    expect((await imported(placed(files))).posts).toEqual((await imported(zip(zipOf(files)))).posts);
  });

  it('skips names that lead out of it, and reads names with backslashes', async () => {
    const outside = { '../a.html': story, '/b.html': story, 'posts/../../c.html': story, 'C:/d.html': story };
    const { 'posts/2019-03-10_A-0123456789ab.html': _, ...rest } = files;
    const written = { ...rest, ...outside, 'posts\\2019-03-10_A-0123456789ab.html': story, '__MACOSX/x.html': 'x' };
    const { posts, leftOut, reasons } = await imported(zip(zipOf(written)));
    expect(Object.keys(posts)).toEqual(['2019-03-10-a.md']);
    expect(leftOut).toEqual({ 'other file': 5 });
    expect(reasons.filter((reason) => reason === 'its name leads out of the archive.')).toHaveLength(4);
  });

  it('may contain stories without a date in their names', async () => {
    const { posts, events } = await imported(zip(zipOf({ ...files, 'posts/B.html': story.replaceAll('>A<', '>B<') })));
    expect(Object.keys(posts).sort()).toEqual(['2019-03-10-a.md', 'b.md']);
    expect(events.filter(({ type }) => type === 'note')).toEqual([]);
  });

  it('with nothing recognisable is skipped, and named', async () => {
    expect(await refusal(zip(zipOf({ 'a.bin': 'x' })))).toMatch(/does not look like a supported export/);
  });
});
