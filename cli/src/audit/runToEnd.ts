import type { AuditProgress, AuditResult } from "doorkey/audit";
import { Stopped } from "../terminal/failures.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Task } from "../terminal/Task.ts";

/** Shows how far an audit is, and returns its result. Ctrl-C ends it between two steps. */
export async function runToEnd(
  { terminal, stop }: Task,
  audit: AsyncGenerator<AuditProgress, AuditResult>,
): Promise<AuditResult> {
  let bar: { readonly step: string; readonly of: number; readonly progress: Progress; done: number } | undefined;
  try {
    for (;;) {
      const { done, value } = await audit.next();
      if (done) return value;
      if (stop.aborted) throw new Stopped("Stopped.");
      if (value.kind === "statement") continue;
      if (bar === undefined || bar.step !== value.step || bar.of !== value.of) {
        bar?.progress.stop();
        const { step, of } = value;
        bar = { step, of, progress: terminal.progress(step, of, { timeLeft: true }), done: 0 };
      }
      bar.progress.step(value.done - bar.done);
      bar.done = value.done;
    }
  } finally {
    bar?.progress.stop();
  }
}
