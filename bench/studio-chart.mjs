// How smoothly the studio's chart of a training is drawn while new steps arrive: 10,000 steps are on disk, and a step a picture
// streams in. Counts the pictures that the browser shows, and the time that scripts take for each: of the whole chart, of its
// last tenth, and while that part is moved with the keys.
//
//     npm run bundle && node bench/studio-chart.mjs [steps] [seconds]
//
// Needs Chromium at /usr/bin/chromium, or at the path in CHROMIUM.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [steps = 10_000, seconds = 10] = process.argv.slice(2).map(Number);
const PAGES = fileURLToPath(new URL('../dist/studio/', import.meta.url));
const TOKENS_PER_STEP = 1024;
const VALIDATE_EVERY = 250;
const STEPS_PER_SECOND = 60;

/** A loss that falls, with noise that is the same each time. */
const lossAt = (step) => 2.6 + 2.5 * Math.exp(-step / 1500) + 0.4 * Math.sin(step * 12.9898) * Math.cos(step * 78.233);

const stepEvent = (step) => ({
  type: 'step',
  step,
  seconds: step * 0.4,
  loss: lossAt(step),
  average: lossAt(step),
  learning_rate: 1e-4,
  gradientNorm: 1,
  tokens: step * TOKENS_PER_STEP,
});

const plan = {
  type: 'plan',
  device: 'CPU',
  parameters: 134_515_008,
  tokensPerStep: TOKENS_PER_STEP,
  stepsPerEpoch: 50,
  steps: steps * 2,
  memory: { total: 3e9 },
  availableBytes: 8e9,
};

const job = {
  id: 'job',
  command: 'run',
  settings: {},
  state: 'running',
  line: 'tpdne run',
  asked: '2026-01-01T00:00:00Z',
  began: '2026-01-01T00:00:00Z',
  ended: null,
  fault: null,
  events: 2,
};

function history() {
  const column = (of) => Array.from({ length: steps }, (_, i) => of(i + 1));
  const validations = Array.from({ length: Math.floor(steps / VALIDATE_EVERY) + 1 }, (_, i) => i * VALIDATE_EVERY);
  return {
    name: 'run1',
    steps: column((step) => step),
    seconds: column((step) => step * 0.4),
    tokens: column((step) => step * TOKENS_PER_STEP),
    losses: column(lossAt),
    validations: validations.map((step) => ({ step, seconds: step * 0.4, loss: 2.7 + 2.4 * Math.exp(-step / 1500) })),
    verdict: { kind: 'still-falling', sentence: 'It is not past its best.', best: null },
    facts: null,
    settings: null,
    bytesPerToken: null,
  };
}

const answers = {
  '/api/project': () => ({ version: '', folder: '/blog', name: 'blog', config: null, program: 'tpdne', example: '' }),
  '/api/runs': () => [],
  '/api/models': () => ({ options: [], usual: null, availableBytes: 8e9 }),
  '/api/settings/run': () => [],
  '/api/settings/train': () => [],
  '/api/runs/run1/history': history,
  '/api/runs/run1/samples': () => [],
  '/api/jobs/job': () => ({ job, events: [plan, stepEvent(steps)].map((event, i) => ({ number: i + 1, event })) }),
};

const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
let sent = 0;

const server = createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, 'http://127.0.0.1');
  if (pathname === '/api/events') return stream(response);
  const answer = answers[pathname];
  if (answer !== undefined) return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer()));
  const file = await readFile(PAGES + (pathname === '/' ? 'index.html' : pathname.slice(1))).catch(() => null);
  if (file === null) return response.writeHead(404).end();
  response.setHeader('content-type', types[pathname.split('.').at(-1)] ?? types.html).end(file);
});

/** Steps as the studio's server sends them, one for each picture. */
function stream(response) {
  response.setHeader('content-type', 'text/event-stream');
  const send = (message) => response.write(`data: ${JSON.stringify(message)}\n\n`);
  send({ type: 'jobs', jobs: [job] });
  const timer = setInterval(() => {
    sent++;
    send({ type: 'events', job: 'job', events: [{ number: 2 + sent, event: stepEvent(steps + sent) }] });
  }, 1000 / STEPS_PER_SECOND);
  response.on('close', () => clearInterval(timer));
}

/** Counts pictures in the page, and what takes longer than a picture may. */
function count(milliseconds) {
  return new Promise((resolve) => {
    const gaps = [];
    let last = performance.now();
    const end = last + milliseconds;
    const next = (now) => {
      gaps.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(next);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(next);
  });
}

/** Seconds that the page has spent in scripts, layout and drawing. */
async function busySeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { script: value('ScriptDuration'), task: value('TaskDuration') };
}

/** Measures what is shown now, and prints it. */
async function measure(page, session, what) {
  const [sentBefore, before] = [sent, await busySeconds(session)];
  const gaps = await page.evaluate(count, seconds * 1000);
  const after = await busySeconds(session);
  const shown = await page.textContent('.training-head .figure');
  gaps.sort((a, b) => a - b);
  const perFrame = (name) => (1000 * (after[name] - before[name])) / gaps.length;
  console.log(
    `\n${what}: ${steps.toLocaleString('en')} steps, and ${sent - sentBefore} more in ${seconds} s (the page is at ${shown})`,
  );
  console.log(`pictures a second: ${((1000 * gaps.length) / gaps.reduce((a, b) => a + b, 0)).toFixed(1)}`);
  console.log(
    `between two: median ${gaps[gaps.length >> 1].toFixed(1)} ms, 99 of 100 below ${gaps[Math.floor(gaps.length * 0.99)].toFixed(1)} ms`,
  );
  console.log(
    `for each: scripts ${perFrame('script').toFixed(1)} ms, all work of the page ${perFrame('task').toFixed(1)} ms`,
  );
}

server.listen(0, '127.0.0.1', async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${server.address().port}/#/learn`);
  await page.waitForSelector('.u-over');
  await page.waitForTimeout(2000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  console.log(`${cpus()[0].model}, ${cpus().length} cores; Chromium ${browser.version()}, headless`);
  await measure(page, session, 'the whole chart');
  const chart = page.locator('.line-chart-canvas');
  await chart.press('End');
  await chart.press('Shift+PageDown');
  await chart.press('Enter');
  await page.getByRole('button', { name: 'Show all', disabled: false }).waitFor();
  await measure(page, session, 'a tenth of it');
  const moving = setInterval(() => void chart.press('PageDown').catch(() => {}), 50);
  await measure(page, session, 'a tenth of it, moved with the keys');
  clearInterval(moving);
  await browser.close();
  server.closeAllConnections();
  server.close();
});
