/**
 * Does some work while no other tab does work of this name, because two tabs would make two keys. Browsers without locks
 * have no second tab that could be in the way: they are old, or the page is not secure and keeps no key.
 */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks === undefined ? work() : navigator.locks.request(name, work);
}
