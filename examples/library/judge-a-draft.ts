import { type Judgement, judge } from 'this-post-does-not-exist';

/** What a draft copies from the posts of a blog, and its score. */
export async function judgementOf(draft: string, posts: string): Promise<Judgement | undefined> {
  const [judged] = await judge({ files: [draft], dataset: [posts], max_copied: 12 });
  return judged?.files[0]?.judgement;
}

const judgement = await judgementOf('my-blog/_drafts/steps.md', 'my-blog/_posts');
console.log(judgement?.score, judgement?.shared.longest?.words);
