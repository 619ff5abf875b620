import { describe, expect, it } from 'vitest';
import { chatTemplateIn } from '../../../src/engine/checkpoint/chat-template.ts';
import { writeGguf } from '../../../src/engine/checkpoint/formats/gguf/gguf.ts';
import { memoryFiles } from '../memory-files.ts';

const weights = { 'model.safetensors': '' };
const config = (chat_template: unknown) => ({ ...weights, 'tokenizer_config.json': JSON.stringify({ chat_template }) });

async function gguf(chat_template: string | null): Promise<Record<string, Uint8Array>> {
  const pieces: Uint8Array[] = [];
  const metadata = {
    'general.name': { text: 'tiny' },
    ...(chat_template === null ? {} : { 'tokenizer.chat_template': { text: chat_template } }),
  } as const;
  await writeGguf(async (bytes) => void pieces.push(bytes.slice()), metadata, []);
  return { 'model.gguf': Buffer.concat(pieces) };
}

describe('the template of conversations', () => {
  it.each([
    ['a file of its own', { ...config('b'), 'chat_template.jinja': 'a' }, 'a'],
    ['the configuration', config('b'), 'b'],
    [
      'a list of them',
      config([
        { name: 'tool_use', template: 'a' },
        { name: 'default', template: 'b' },
      ]),
      'b',
    ],
  ])('is in %s', async (_, contents, template) => {
    const files = memoryFiles(contents);
    expect(await chatTemplateIn(files)).toBe(template);
    expect(files.opened).toBe(0);
  });

  it('is in a GGUF file, beside which no other is looked for', async () => {
    const files = memoryFiles({ ...(await gguf('c')), 'chat_template.jinja': 'a' });
    expect(await chatTemplateIn(files)).toBe('c');
    expect(files.opened).toBe(0);
  });

  it.each([
    ['nothing but weights', weights],
    ['a configuration without one', config(undefined)],
    ['a configuration with something else', config(5)],
    ['a list without a default', config([{ name: 'tool_use', template: 'a' }, null])],
    ['a configuration that is not JSON', { ...weights, 'tokenizer_config.json': '{' }],
    ['a configuration that is null', { ...weights, 'tokenizer_config.json': 'null' }],
    ['no files at all', {}],
  ])('is not in %s', async (_, contents) => {
    expect(await chatTemplateIn(memoryFiles(contents))).toBeNull();
  });

  it('is not in a GGUF file without one', async () => {
    expect(await chatTemplateIn(memoryFiles(await gguf(null)))).toBeNull();
  });
});
