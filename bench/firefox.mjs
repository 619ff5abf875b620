// Firefox without a window, driven by WebDriver BiDi: its own protocol, messages of JSON.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'undici';

/** Opens a page; `run` resolves with the number that an expression results in. The program is `firefox` or $TPDNE_FIREFOX. */
export async function openFirefox(address) {
  const profile = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const flags = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile];
  const browser = spawn(process.env.TPDNE_FIREFOX ?? 'firefox', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const socket = new WebSocket(`${await addressIn(browser.stderr)}/session`);
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message);
  };
  const call = async (method, params) => {
    const id = waiting.size + 1;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { type, message, result } = await answer;
    if (type === 'error') throw new Error(message);
    return result;
  };
  await call('session.new', { capabilities: {} });
  const { context } = await call('browsingContext.create', { type: 'tab' });
  await call('browsingContext.navigate', { context, url: address, wait: 'complete' });
  return {
    async run(expression) {
      const given = { expression, awaitPromise: true, target: { context } };
      const { result, exceptionDetails } = await call('script.evaluate', given);
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
      return result.value;
    },
    close: () => browser.kill(),
  };
}

async function addressIn(stream) {
  let said = '';
  for await (const text of stream.setEncoding('utf8')) {
    said += text;
    const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
    if (found !== null) return found[1];
  }
  throw new Error(`Firefox did not start: ${said}`);
}
