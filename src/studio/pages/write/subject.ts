/** What new posts are about, as it is typed. */
export interface Subject {
  /** One a line. */
  readonly titles: string;
  readonly tags: string;
  readonly about: string;
  readonly count: string;
  readonly bestOf: string;
  readonly temperature: string;
}

export const EMPTY_SUBJECT: Subject = { titles: '', tags: '', about: '', count: '', bestOf: '', temperature: '' };

/** The settings of `run` for a subject; what is empty is left to the config file and the defaults. */
export function settingsOf({ titles, tags, about, count, bestOf, temperature }: Subject): Record<string, unknown> {
  const title = linesOf(titles);
  const tagList = tags
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return {
    ...(title.length > 0 ? { title } : {}),
    ...(tagList.length > 0 ? { tags: tagList } : {}),
    ...(about.trim() === '' ? {} : { about: about.trim() }),
    // As many as there are titles, if there are any.
    ...(title.length > 0 ? { count: title.length } : numberOf('count', count)),
    ...numberOf('best_of', bestOf),
    ...numberOf('temperature', temperature),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is no number is sent as it is: the answer says what was expected. */
function numberOf(name: string, text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const number = Number(text.replace(',', '.'));
  return { [name]: Number.isNaN(number) ? text : number };
}
