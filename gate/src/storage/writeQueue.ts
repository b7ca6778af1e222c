import type { DatabaseSync } from "node:sqlite";
import { isOfDisk } from "doorkey-server";
import { ProblemError } from "../problems/ProblemError.ts";

/**
 * What changes the database. It runs inside a transaction, after all works that were queued before it, and sees what
 * they did. What it changes in memory it takes back in `undo`, which runs if it throws, or if the commit fails.
 */
export type Work<T> = (db: DatabaseSync, undo: (back: () => void) => void) => T;

export type WriteQueue = {
  /**
   * Resolves once the work survives a crash.
   *
   * @throws STORE_UNAVAILABLE when the disk does not take it; whatever the work throws.
   */
  readonly write: <T>(work: Work<T>) => Promise<T>;
  /** Why the last commit failed. Undefined after one that did not. */
  readonly fault: () => string | undefined;
  /** Resolves when nothing waits. */
  readonly drain: () => Promise<void>;
};

type Job = {
  readonly run: () => void;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
  /** Of memory, newest last. */
  readonly backs: (() => void)[];
};

/** Commits all that waits in one transaction, so that one turn of the disk serves many scans. */
export function writeQueue(db: DatabaseSync): WriteQueue {
  let jobs: Job[] = [];
  let fault: string | undefined;
  let idle: (() => void)[] = [];

  function flush(): void {
    const batch = jobs;
    jobs = [];
    const done: Job[] = [];
    try {
      db.exec("begin immediate");
      for (const job of batch) if (attempt(job)) done.push(job);
      db.exec("commit");
      fault = undefined;
    } catch (error) {
      giveUp(batch, done, error);
      settled();
      return;
    }
    for (const job of done) job.done();
    settled();
  }

  /** A work that throws takes back its own changes. A fault of the disk ends the whole batch. */
  function attempt(job: Job): boolean {
    db.exec("savepoint work");
    try {
      job.run();
    } catch (error) {
      takeBack(job);
      if (isOfDisk(error)) throw error;
      db.exec("rollback to work");
      db.exec("release work");
      job.fail(error);
      return false;
    }
    db.exec("release work");
    return true;
  }

  /** Works that wait saw in memory what is lost now, so they fail too. */
  function giveUp(batch: readonly Job[], done: readonly Job[], error: unknown): void {
    if (db.isTransaction) db.exec("rollback");
    for (const job of [...done].reverse()) takeBack(job);
    fault = error instanceof Error ? error.message : String(error);
    const late = jobs;
    jobs = [];
    const refusal = new ProblemError("STORE_UNAVAILABLE");
    refusal.cause = error;
    for (const job of [...batch, ...late]) job.fail(refusal);
  }

  function settled(): void {
    if (jobs.length > 0) return;
    const waiting = idle;
    idle = [];
    for (const resolve of waiting) resolve();
  }

  return {
    write: <T>(work: Work<T>) =>
      new Promise<T>((resolve, reject) => {
        const backs: (() => void)[] = [];
        const results: T[] = [];
        jobs.push({
          run: () => void results.push(work(db, (back) => void backs.push(back))),
          done: () => resolve(results[0] as T),
          fail: reject,
          backs,
        });
        // One more turn of the loop, because requests that came together are read one after the other.
        if (jobs.length === 1) setImmediate(() => setImmediate(flush));
      }),
    fault: () => fault,
    drain: () => (jobs.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}

function takeBack({ backs }: Job): void {
  for (const back of backs.splice(0).reverse()) back();
}
