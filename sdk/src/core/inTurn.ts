const turns = new WeakMap<object, Promise<unknown>>();

/** Does the work on a thing one after the other, in the order in which it was asked for, in this process. */
export function inTurn<T>(thing: object, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(thing) ?? Promise.resolve()).then(work, work);
  turns.set(
    thing,
    turn.catch(() => undefined),
  );
  return turn;
}
