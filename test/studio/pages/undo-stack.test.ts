import { describe, expect, test } from 'vitest';
import { type Undoable, UndoStack } from '../../../src/studio/pages/review/undo-stack.ts';

/** What a browser tab keeps, with room for so many characters. */
class TabStorage {
  readonly values = new Map<string, string>();
  room = Number.POSITIVE_INFINITY;
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (value.length > this.room) throw new Error('QuotaExceededError');
    this.values.set(key, value);
  }
}

const written = (path: string, text = 'x'): Undoable => ({
  ...{ kind: 'written', done: `Approved ${path}`, path },
  ...{ before: text, after: `${text}!` },
});
const discarded: Undoable = { kind: 'discarded', done: 'Moved tea.md', path: 'tea.md', trash: '.trash/tea.md' };

describe('what can be undone', () => {
  test('is the last thing first, also after a reload', () => {
    const storage = new TabStorage();
    const stack = new UndoStack(storage, '/blog');
    expect(stack.last).toBeNull();
    stack.push(written('a.md'));
    stack.push(discarded);
    const again = new UndoStack(storage, '/blog');
    expect(again.last).toEqual(discarded);
    again.pop();
    expect(again.last).toEqual(written('a.md'));
    expect(new UndoStack(storage, '/blog').last).toEqual(written('a.md'));
    again.pop();
    again.pop();
    expect(new UndoStack(storage, '/blog').last).toBeNull();
  });

  test('is a whole choice among several drafts, if everything of it was kept', () => {
    const storage = new TabStorage();
    const steps = [written('a.md'), written('b.md')];
    const picked = { kind: 'picked', done: 'Picked a.md of 2 drafts', path: 'a.md', steps };
    new UndoStack(storage, '/blog').push(picked as Undoable);
    expect(new UndoStack(storage, '/blog').last).toEqual(picked);
    new UndoStack(storage, '/blog').push({ ...picked, steps: [steps[0], { kind: 'written' }] } as Undoable);
    expect(new UndoStack(storage, '/blog').last).toEqual(picked);
    new UndoStack(storage, '/blog').push({ ...picked, steps: null } as unknown as Undoable);
    expect(new UndoStack(storage, '/blog').last).toEqual(picked);
  });

  test('is of one folder', () => {
    const storage = new TabStorage();
    new UndoStack(storage, '/blog').push(discarded);
    expect(new UndoStack(storage, '/other').last).toBeNull();
  });

  test('is the newest 200 steps', () => {
    const storage = new TabStorage();
    const stack = new UndoStack(storage, '/blog');
    for (let i = 0; i <= 200; i++) stack.push(written(`${i}.md`));
    let count = 0;
    for (; stack.last !== null; stack.pop()) count++;
    expect(count).toBe(200);
  });

  test('is the newest steps for which the browser has room, and all of them until a reload', () => {
    const storage = new TabStorage();
    storage.room = 1000;
    const stack = new UndoStack(storage, '/blog');
    for (let i = 0; i < 4; i++) stack.push(written(`${i}.md`, 'long '.repeat(60)));
    const again = new UndoStack(storage, '/blog');
    expect(again.last?.path).toBe('3.md');
    again.pop();
    expect(again.last).toBeNull();
    for (let i = 0; i < 3; i++) stack.pop();
    expect(stack.last?.path).toBe('0.md');
  });

  test('is nothing if what was kept cannot be read, and leaves out steps of another form', () => {
    const storage = new TabStorage();
    const kept = (text: string) => {
      storage.values.set('tpdne-undo /blog', text);
      return new UndoStack(storage, '/blog').last;
    };
    expect(kept('[{"kind":"writ')).toBeNull();
    expect(kept('{}')).toBeNull();
    expect(kept(JSON.stringify([discarded, { kind: 'written', done: 'x', path: 'y' }, null, 7]))).toEqual(discarded);
    expect(kept(JSON.stringify([discarded, { ...discarded, kind: 'burnt' }]))).toEqual(discarded);
  });
});
