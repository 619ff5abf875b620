// Runs `prepare` and `import` for bench/hostile-input.mjs, one text after another in one process: short texts need far less
// time than starting Node. In: messages { command, file, out }. Out: { seconds }, of processor time.
import { cpuUsage } from 'node:process';
import { importPosts, prepare } from '../dist/index.js';

const commands = {
  text: (file, out) => prepare({ posts: [file], out: `${out}/text.txt` }),
  markdown: (file, out) => prepare({ posts: [file], out: `${out}/markdown.txt`, format: 'markdown' }),
  import: (file, out) => importPosts({ posts: [file], out: `${out}/posts` }),
};

process.on('message', async ({ command, file, out }) => {
  const before = cpuUsage();
  let problem = null;
  try {
    for await (const _ of commands[command](file, out));
  } catch (error) {
    // A file without posts is an answer; everything else ends the benchmark.
    if (error.code !== 'no-posts') problem = error.stack;
  }
  const { user, system } = cpuUsage(before);
  process.send({ seconds: (user + system) / 1e6, problem });
});
