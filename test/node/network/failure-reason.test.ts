import { expect, test } from 'vitest';
import { failureReason } from '../../../src/node/network/failure-reason.ts';

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

test.each([
  ['what the error says', new Error('the certificate has expired.'), 'the certificate has expired'],
  [
    'what the innermost one says',
    new TypeError('fetch failed', { cause: new Error('outer', { cause: withCode('connect ECONNREFUSED', 'x') }) }),
    'connect ECONNREFUSED',
  ],
  [
    'the code where there is no text',
    new TypeError('fetch failed', { cause: withCode('', 'ECONNREFUSED') }),
    'ECONNREFUSED',
  ],
  [
    'a silence in words',
    new TypeError('terminated', { cause: withCode('Body Timeout Error', 'UND_ERR_BODY_TIMEOUT') }),
    'nothing arrived for too long',
  ],
  ['that it is unknown', new Error(''), 'the reason is unknown'],
])('the reason is %s', (_, error, reason) => {
  expect(failureReason(error)).toBe(reason);
});
