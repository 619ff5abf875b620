import { describe, expect, it } from 'vitest';
import { Conversation } from '../../../src/pipeline/serve/conversation.ts';
import { ApiError } from '../../../src/serve/api-error.ts';
import { tinyTokenizer } from '../../engine/generation/tiny-model.ts';

const END = '<|endoftext|>';
const end = tinyTokenizer.endMark!;
const template =
  "{% for message in messages %}{{ message['role'] + ':' + message['content'] + '<|endoftext|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}";

describe('a conversation', () => {
  it('is what the template makes of it, with its marks as tokens and up to the answer', () => {
    const conversation = new Conversation(template, tinyTokenizer);
    const messages = [
      { role: 'system', content: 'Be the.' },
      { role: 'user', content: 'Why?' },
    ] as const;
    const { encode } = tinyTokenizer;
    const text = (part: string) => encode.call(tinyTokenizer, part);
    expect(conversation.encode(messages)).toEqual([
      ...text('system:Be the.'),
      end,
      ...text('user:Why?'),
      end,
      ...text('assistant:'),
    ]);
    // The text of a mark is no mark to the tokenizer.
    expect(tinyTokenizer.encode(END)).not.toContain(end);
  });

  it('may name the marks of the vocabulary', () => {
    const conversation = new Conversation('{{ bos_token }}a{{ eos_token }}', tinyTokenizer);
    expect(conversation.encode([])).toEqual([end, ...tinyTokenizer.encode('a'), end]);
  });

  it('that the template refuses is an error of the request', () => {
    const refusing = new Conversation("{{ raise_exception('Roles must alternate') }}", tinyTokenizer);
    const encode = () => refusing.encode([{ role: 'user', content: 'a' }]);
    expect(encode).toThrow(ApiError);
    expect(encode).toThrow("The model's template does not accept these messages: Roles must alternate");
  });

  it('needs a template that can be read', () => {
    expect(() => new Conversation('{% for %}', tinyTokenizer)).toThrow();
  });
});
