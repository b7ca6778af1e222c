import type { Worker } from "node:worker_threads";
import type { SignatureJob, Signer } from "./SignatureJob.ts";

/** Most threads. More gain nothing, because the caller's thread prepares the digests of all of them. */
const MOST_THREADS = 16;

/** Threads that answer: as many as the caller asks for, or as the processor has cores; none in a browser. */
export async function startThreads(wanted: number | undefined): Promise<Worker[]> {
  if (wanted === 0 || globalThis.process?.versions?.node === undefined) return [];
  const [{ Worker }, { availableParallelism }] = await Promise.all([import("node:worker_threads"), import("node:os")]);
  const count = Math.min(wanted ?? availableParallelism(), MOST_THREADS);
  // The file beside this one, as source or as built.
  const file = new URL(`./signatureThread${import.meta.url.slice(-3)}`, import.meta.url);
  const workers = Array.from({ length: count }, () => new Worker(file));
  // A thread that ends is found by the next question to it.
  for (const worker of workers) worker.on("error", () => undefined);
  try {
    await Promise.all(workers.map((worker) => askThread(worker, [])));
    return workers;
  } catch {
    // Bundlers may leave the file out.
    await Promise.all(workers.map((worker) => worker.terminate()));
    return [];
  }
}

/** The thread's answer. Rejects if the thread ends. An idle thread does not keep the process alive. */
export function askThread(worker: Worker, jobs: readonly SignatureJob[]): Promise<Signer[]> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      worker.off("message", onMessage).off("exit", onExit);
      worker.unref();
      work();
    };
    const onMessage = (signers: Signer[]) => settle(() => resolve(signers));
    const onExit = () => settle(() => reject(new Error("The thread ended.")));
    worker.on("message", onMessage).on("exit", onExit);
    if (worker.threadId === -1) return onExit();
    worker.ref();
    worker.postMessage(jobs);
  });
}
