/** A count with its noun: '1 post', '1,234 posts'. Irregular plurals are passed as `several`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}
