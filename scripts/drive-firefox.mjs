// Firefox without a window, driven by WebDriver BiDi: its own protocol, messages of JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'undici';

/**
 * A window of Firefox with storage of its own.
 * @typedef {object} FirefoxPage
 * @property {(address: string) => Promise<void>} goTo Resolves once it is loaded.
 * @property {() => Promise<void>} reload
 * @property {(program: string) => Promise<any>} run Runs a program, which may wait, and resolves with the text or number that it
 *   returns.
 */

/**
 * Starts Firefox. `profile`: an empty folder for it. `problems` collects what its pages complain about.
 * @param {string} program
 * @param {string} profile
 * @returns {Promise<{openPage: () => Promise<FirefoxPage>, problems: string[], close: () => Promise<void>}>}
 */
export async function startFirefox(program, profile) {
  const flags = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile];
  const browser = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(browser, 'exit');
  const close = async () => {
    browser.kill();
    await ended;
  };
  try {
    const { call, problems } = await connect(await addressIn(browser.stderr));
    return { openPage: () => openPage(call), problems, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where a Firefox that was started takes commands, from what it prints. */
async function addressIn(stream) {
  let said = '';
  for await (const text of stream.setEncoding('utf8')) {
    said += text;
    const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
    if (found !== null) return `${found[1]}/session`;
  }
  throw new Error(`Firefox did not start: ${said}`);
}

async function connect(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  const waiting = new Map();
  const problems = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.params.level === 'error') problems.push(message.params.text);
  };
  let calls = 0;
  const call = async (method, params) => {
    const id = ++calls;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { type, message, result } = await answer;
    if (type === 'error') throw new Error(`${method}: ${message}`);
    return result;
  };
  await call('session.new', { capabilities: {} });
  await call('session.subscribe', { events: ['log.entryAdded'] });
  return { call, problems };
}

async function openPage(call) {
  const { userContext } = await call('browser.createUserContext', {});
  const { context } = await call('browsingContext.create', { type: 'window', userContext });
  return {
    goTo: async (url) => void (await call('browsingContext.navigate', { context, url, wait: 'complete' })),
    reload: async () => void (await call('browsingContext.reload', { context, wait: 'complete' })),
    run: async (program) => {
      const expression = `(async () => {${program}})()`;
      const evaluated = { expression, awaitPromise: true, target: { context } };
      const { result, exceptionDetails } = await call('script.evaluate', evaluated);
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
      return result.value;
    },
  };
}
