import { render } from 'preact';
import { storedFile } from '../../browser-project/stored-file.ts';
import { App } from '../pages/app.tsx';
import { live } from '../pages/core/live.ts';
import { setTransport } from '../pages/core/transport.ts';
import { workerTransport } from '../pages/core/worker-transport.ts';
import '../pages/style/base.css';
import '../pages/style/layout.css';
import '../pages/style/parts.css';
import { isolated } from './isolated.ts';

/** The studio without a server: the same pages, answered by a worker. */

if (await isolated()) {
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
  setTransport(workerTransport(worker, (path) => storedFile(path)));
  live.connect();
  render(<App />, document.getElementById('studio')!);
}
