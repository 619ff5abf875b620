import { Fault, run, SettingFault } from 'this-post-does-not-exist';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

try {
  const job = run({ posts: ['my-blog/_posts'], out: 'my-blog/_drafts', count: 2 }, { signal: stop.signal });
  for await (const event of job) {
    if (event.type === 'step') console.log(`step ${event.step}: loss ${event.loss.toFixed(2)}`);
    if (event.type === 'post-written') console.log(`${event.post.title}: ${event.post.path}`);
  }
  const { corpus, posts } = await job;
  console.log(`Read ${corpus.posts} posts and wrote ${posts.length}.`);
} catch (error) {
  if (error instanceof SettingFault) console.error(`The setting ${error.setting} is wrong: ${error.message}`);
  else if (error instanceof Fault) console.error(`${error.code}: ${error.message}`);
  else if (!stop.signal.aborted) throw error;
}
