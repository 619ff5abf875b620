#!/usr/bin/env node
import packageJson from '../../package.json' with { type: 'json' };
import { collectSooner } from '../node/machine/collect-sooner.ts';
import { launchedRanks, STOP_SIGNAL } from '../node/mpi/launcher.ts';
import { createAsk } from './ask.ts';
import { cli } from './cli.ts';
import { commands } from './commands.ts';
import { partOf } from './ranks.ts';
import { OutputClosed } from './report-error.ts';
import { createScreen } from './screen.ts';
import { createReadInput } from './standard-input.ts';
import { createTerminal } from './terminal.ts';
import { wordsTyped } from './words-typed.ts';

collectSooner();
const { stdin, stdout, stderr } = process;
const launched = launchedRanks(process.env);
const part = launched === null ? null : partOf(launched, packageJson.version, process);
const screen = part?.screen ?? createScreen(stdout, stderr, process.env);
const stop = new AbortController();

/** The first signal lets the command finish its step and save; the second exits immediately. */
for (const [name, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ...(launched === null ? [] : [[STOP_SIGNAL, 143] as const]),
] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(exitCode);
    screen.note('Stopping after this step; press Ctrl-C again to exit immediately.');
    stop.abort();
  });
}

/** A closed pipe (`tpdne generate | head`) interrupts the command like a signal, but without a message. */
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop.abort(new OutputClosed());
  });
}

const ask = createAsk(stdin, stdout, stop.signal);
const canAsk = stdin.isTTY === true && stdout.isTTY === true;
process.exitCode = await cli(wordsTyped(process.argv.slice(2), canAsk, process.env), commands, packageJson.version, {
  screen,
  ask,
  terminal: createTerminal({
    input: stdin,
    output: stdout,
    environment: process.env,
    signal: stop.signal,
    interrupt: () => stop.abort(),
  }),
  readInput: createReadInput(stdin, stop.signal),
  canAsk,
  openProject: async (signal) => {
    const { nodeProject } = await import('../node/project/node-project.ts');
    return nodeProject({ signal, ...(part === null ? {} : { ranks: await part.join(signal) }) });
  },
  startOnHosts: async (hosts) => {
    const { startOnHosts } = await import('../node/mpi/start-on-hosts.ts');
    return process.exit(await startOnHosts(hosts, [process.execPath, ...process.argv.slice(1)]));
  },
  enter: (folder) => process.chdir(folder),
  signal: stop.signal,
});
await part?.leave(process.exitCode);
// An open reader of standard input would keep the process alive.
stdin.destroy();
