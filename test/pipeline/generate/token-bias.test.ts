import { describe, expect, it } from 'vitest';
import { tokenBias } from '../../../src/pipeline/generate/token-bias.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { tinyTokenizer } from '../../engine/generation/tiny-model.ts';

const tokenOf = (text: string) => tinyTokenizer.encode(text)[0];
const last = tinyTokenizer.vocabularySize - 1;

describe('a bias of tokens', () => {
  it.each([
    ['the=2', tokenOf('the'), 2],
    [' =-1.5', tokenOf(' '), -1.5],
    ['==100', tokenOf('='), 100],
    ['\n=-100', tokenOf('\n'), -100],
    ['7=1', 7, 1],
    ['"7"=1', tokenOf('7'), 1],
    ['"\\n"=1', tokenOf('\n'), 1],
    [`${last}=0`, last, 0],
  ])('is read from %j', (entry, token, bias) => {
    expect([...tokenBias([entry], tinyTokenizer)]).toEqual([[token, bias]]);
  });

  it('may have many tokens, or none', () => {
    expect(tokenBias(['a=1', 'b=-1'], tinyTokenizer).size).toBe(2);
    expect(tokenBias([], tinyTokenizer).size).toBe(0);
  });

  it.each([
    [['the'], 'takes token=number'],
    [['=5'], 'takes token=number'],
    [['the='], 'takes numbers from -100 to 100'],
    [['the=x'], 'takes numbers from -100 to 100'],
    [['the=100.1'], 'takes numbers from -100 to 100'],
    [['the=-100.1'], 'takes numbers from -100 to 100'],
    [[`${last + 1}=1`], `the model's tokens are 0 to ${last}`],
    [['them=1'], `"them" is 2 of this model: ${tokenOf('the')} ("the"), ${tokenOf('m')} ("m").`],
    [['""=1'], '"" is 0 of this model: none.'],
    [['"\\x"=1'], 'not a JSON string'],
    [['the=1', `${tokenOf('the')}=2`], `names token ${tokenOf('the')} twice`],
  ])('is refused from %j', (entries, reason) => {
    expect(() => tokenBias(entries, tinyTokenizer)).toThrow(SettingFault);
    expect(() => tokenBias(entries, tinyTokenizer)).toThrow(reason);
  });
});
