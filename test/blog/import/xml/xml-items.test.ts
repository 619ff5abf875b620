import { describe, expect, it, test } from 'vitest';
import { SourceFault } from '../../../../src/blog/import/post-source.ts';
import { markupIn, textOf } from '../../../../src/blog/import/xml/xml-element.ts';
import { readXmlItems, rootElement, type XmlItem } from '../../../../src/blog/import/xml/xml-items.ts';
import { processorMs } from '../../../processor-ms.ts';
import { readDocument } from '../read-document.ts';

async function items(text: string, more = {}): Promise<XmlItem[]> {
  const found: XmlItem[] = [];
  const pieces = (async function* () {
    yield text;
  })();
  for await (const item of readXmlItems(pieces, { source: 'x.xml', items: ['item'], ...more })) found.push(item);
  return found;
}

describe('the items of an XML file', () => {
  it('have their text and markup, however it was written', async () => {
    const [{ element }] = await items(
      '<r><item>a &amp; b<![CDATA[ <c> ]]><x:b xmlns:x="urn:x" y="&quot;">d</x:b><br/>&#x41;</item></r>',
    );
    expect(textOf(element)).toBe('a & b <c> dA');
    expect(markupIn(element)).toBe('a &amp; b &lt;c> <b y="&quot;">d</b><br>A');
  });

  it('leave out parts that are not kept, which do not count towards the length', async () => {
    const long = `<skipped>${'x'.repeat(2 ** 20)}</skipped>`.repeat(20);
    const unkept = `<unkept>${'y'.repeat(2 ** 20)}</unkept>`.repeat(20);
    const [{ element, skipped }] = await items(`<r><item>a${long}${unkept}b</item></r>`, {
      skip: ['skipped'],
      isKept: ({ name }: { name: string }) => name !== 'unkept',
    });
    expect([element.children, skipped.get('skipped')]).toEqual([['a', 'b'], 20]);
  });

  it('include what their feed says about itself', async () => {
    const channel = '<channel><title>T</title><image><link>no</link></image><link>yes</link><item>a</item></channel>';
    const [{ head }] = await items(`<rss>${channel}</rss>`, { head: ['link'] });
    expect(head.map(textOf)).toEqual(['yes']);
  });

  test.each([
    ['<r><item>a</itm></r>', 'line 1: it is not well-formed XML: unexpected close tag'],
    ['<r>\n\n<item>a', 'line 3: the file ends here, in the middle'],
    ['<!DOCTYPE r [<!ENTITY a "b">]><r><item>&a;</item></r>', 'it declares its own entities'],
    [`<r><item>${'x'.repeat(2 ** 25)}</item></r>`, 'an item has more than 33554432 characters'],
    [`<r><item>${'<b/>'.repeat(2 ** 18)}</item></r>`, 'an item has more than 262144 elements'],
    [`<r><item a="${'x'.repeat(2 ** 25 + 2 ** 15)}"></item></r>`, 'never ends'],
  ])('are refused for %.40s', async (text, message) => {
    await expect(items(text)).rejects.toThrow(message);
  });
});

describe('the root element', () => {
  test.each([
    ['<rss>', 'rss'],
    ['<a:feed xmlns:a="http://www.w3.org/2005/Atom">', 'atom:feed'],
    ['<feed>', 'atom:feed'],
    ['<feed xmlns="urn:x">', 'atom:feed'],
    ['<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns">', 'rdf:RDF'],
    ['<x:y xmlns:x="urn:x">', '{urn:x}y'],
    ['<x:y>', '{x}y'],
    ['<!-- <rss> --><?a <rss>?><!DOCTYPE a [ <!-- <rss> --> ]><b/>', 'b'],
    ['', undefined],
    ['{"a": "<', undefined],
    ['<', undefined],
    ['<!-- <rss>', undefined],
  ])('of %s is %s', (head, name) => {
    expect(rootElement(head)?.name).toBe(name);
  });
});

describe('a hostile file is read quickly', () => {
  const fill = (unit: string, characters = 300_000) => unit.repeat(Math.ceil(characters / unit.length));
  const rss = (item: string) => `<rss><channel><item><title>a</title>${item}</item></channel></rss>`;
  const atom = (entry: string) => `<feed xmlns="http://www.w3.org/2005/Atom"><entry>${entry}</entry></feed>`;
  const nested = (unit: string, deep: number) => `<${unit}>`.repeat(deep) + `</${unit}>`.repeat(deep);

  test.each([
    ['open tags', rss(fill('<a>'))],
    ['open tags around items', `<rss>${fill('<a>')}`],
    ['nested namespaces', `<rss>${fill('<a xmlns:b="c">')}`],
    ['undeclared prefixes', rss(fill('<a:b>'))],
    ['nested relative bases', rss(fill('<a xml:base="b/">'))],
    ['attributes', `<rss ${fill("a='b' ")}></rss>`],
    [
      'namespaces of one element',
      `<rss ${Array.from({ length: 20_000 }, (_, i) => `xmlns:a${i}="b"`).join(' ')}></rss>`,
    ],
    ['attributes without a value', `<rss ${fill('a ')}></rss>`],
    ['attributes of an item', rss(`<b ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')}/>`)],
    ['text that looks like entities', rss(`<description>${fill('&a;')}</description>`)],
    ['ampersands', rss(`<description>${fill('&')}</description>`)],
    ['characters that XML forbids', rss(`<description>${fill('\u0001')}</description>`)],
    ['pieces of CDATA', rss(`<description>${fill('<![CDATA[a]]>', 1_300_000)}</description>`)],
    ['nested elements', rss(`<description>${nested('b', 50_000)}</description>`)],
    ['nested escaped elements', rss(`<description>${nested('b', 30_000).replaceAll('<', '&lt;')}</description>`)],
    ['nested XHTML', atom(`<title>a</title><content type="xhtml">${nested('b', 50_000)}</content>`)],
    [
      'a title of escaped elements',
      rss(`<title>${nested('b', 30_000).replaceAll('<', '&lt;')}</title>`).replace('<title>a</title>', ''),
    ],
    ['a title of XHTML', atom(`<title type="xhtml">${nested('b', 50_000)}</title><content>a</content>`)],
    ['items', `<rss>${fill('<item/>')}</rss>`],
    ['items that end in dots', `<rss>${fill('<item><description>a...</description></item>')}</rss>`],
    ['categories', rss(fill('<category>a</category>'))],
    ['links', rss(`<description>${fill('&lt;a>more')}</description>`)],
    ['spaces', rss(`<description>${fill(' ')}a</description>`)],
    ['comments', `<rss>${fill('<!-- -->')}</rss>`],
    ['a comment without an end', `<rss><!--${fill('- ')}`],
    ['a doctype', `<!DOCTYPE rss [${fill('<!ELEMENT a ANY>')}]><rss></rss>`],
  ])('%s', async (_, text) => {
    const run = async () => {
      const { fault } = await readDocument(text);
      if (fault !== null) expect(fault).toBeInstanceOf(SourceFault);
    };
    expect(await processorMs(run)).toBeLessThan(4000);
  });
});
