import { expect, test } from 'vitest';
import { limited, Web } from '../../../src/node/network/web.ts';
import { DownloadFault } from '../../../src/project/download-events.ts';
import { hostileServer, hostilities } from '../hostile-server.ts';

test.each([
  ['a body without an end', 10_000, /has more than 1000000 bytes/],
  ['a bomb of gzip', 10_000, /has more than 1000000 bytes/],
  ['a body that drips', 300, /does not end/],
])('%s is given an end', async (name, ms, message) => {
  const { address } = await hostileServer(hostilities[name]);
  const web = new Web(5000, undefined);
  try {
    const answer = limited(await web.ask(address), 1_000_000, ms).json();
    await expect(answer).rejects.toThrow(DownloadFault);
    await expect(answer).rejects.toThrow(message);
  } finally {
    await web.close();
  }
});

test('an answer within its limits stays as it is', async () => {
  const { address } = await hostileServer((_, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'x-mine': 'yes' });
    response.end('{"a":1}');
  });
  const web = new Web(5000, undefined);
  const answer = limited(await web.ask(address), 100, 5000);
  expect([answer.status, answer.headers.get('x-mine'), answer.url]).toEqual([201, 'yes', `${address}/`]);
  expect(await answer.json()).toEqual({ a: 1 });
  await web.close();
});
