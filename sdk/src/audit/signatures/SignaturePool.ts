import type { Worker } from "node:worker_threads";
import { breathe } from "../../core/breathe.ts";
import { mapBounded } from "../../core/mapBounded.ts";
import { type SignatureJob, type Signer, signersOf } from "./SignatureJob.ts";
import { askThread, startThreads } from "./threads.ts";

/** Signatures in one message to a thread: about 50 ms of work. */
const PART = 48;

/** Finds the signers of many signatures, at the same time where the platform has threads. */
export type SignaturePool = {
  /** How many threads work; 0 = the caller's own does. */
  readonly threads: number;
  /** The signers of the jobs, in their order. `onProgress` gets how many more are done. */
  signersOf(jobs: readonly SignatureJob[], onProgress?: (done: number) => void): Promise<Signer[]>;
  close(): Promise<void>;
};

/**
 * Opens a pool of worker threads. In a browser, or where threads cannot start, the caller's thread does the work, and
 * the event loop runs in between. A thread that ends leaves its part to the caller's thread.
 *
 * @param threads Defaults to the processor's cores, at most 16. 0 = none.
 */
export async function openSignaturePool(threads?: number): Promise<SignaturePool> {
  const workers = await startThreads(threads);
  const idle: Worker[] = [...workers];

  async function check(jobs: readonly SignatureJob[]): Promise<Signer[]> {
    const worker = idle.pop();
    if (worker === undefined) return signersSlowly(jobs);
    try {
      const signers = await askThread(worker, jobs);
      idle.push(worker);
      return signers;
    } catch {
      return signersSlowly(jobs);
    }
  }

  return {
    threads: workers.length,
    signersOf: async (jobs, onProgress) => {
      const parts = Array.from({ length: Math.ceil(jobs.length / PART) }, (_, i) =>
        jobs.slice(i * PART, (i + 1) * PART),
      );
      const found = await mapBounded(parts, Math.max(1, workers.length), async (part) => {
        const signers = await check(part);
        onProgress?.(signers.length);
        return signers;
      });
      return found.flat();
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

async function signersSlowly(jobs: readonly SignatureJob[]): Promise<Signer[]> {
  const signers: Signer[] = [];
  for (const job of jobs) {
    await breathe();
    signers.push(...signersOf([job]));
  }
  return signers;
}
