/** '1 post', '1,234 posts'; for a plural that is no -s, give it. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}
