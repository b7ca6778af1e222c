/** The compiler in a thread of its own, so that it works while tests run. */

import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { type Code, codeOf, type Overlay } from "./compiler.ts";

export type Compiler = {
  /** As `codeOf` in compiler.ts. */
  codeOf(paths: readonly string[], overlay: Overlay, settings?: object): Promise<readonly Code[]>;
  stop(): Promise<unknown>;
};

type Question = { readonly id: number; readonly arguments: Parameters<typeof codeOf> };
type Answer = { readonly id: number; readonly codes?: readonly Code[]; readonly error?: string };

export function startCompiler(): Compiler {
  const worker = new Worker(new URL(import.meta.url));
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  worker.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  worker.on("error", ({ message }) => {
    for (const [id, settle] of waiting) settle({ id, error: message });
  });
  return {
    async codeOf(paths, overlay, settings = {}) {
      const id = count++;
      const { codes, error } = await new Promise<Answer>((settle) => {
        waiting.set(id, settle);
        worker.postMessage({ id, arguments: [paths, overlay, settings] } satisfies Question);
      });
      if (codes === undefined) throw new Error(error);
      return codes;
    },
    stop: () => worker.terminate(),
  };
}

if (!isMainThread) {
  parentPort?.on("message", ({ id, arguments: given }: Question) => {
    parentPort?.postMessage(answerTo(id, given));
  });
}

function answerTo(id: number, given: Question["arguments"]): Answer {
  try {
    return { id, codes: codeOf(...given) };
  } catch (error) {
    return { id, error: String(error) };
  }
}
