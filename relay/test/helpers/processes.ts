import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ReplicaSetup } from "./replica.ts";

export type Replica = {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What it printed. */
  readonly output: () => string;
  /** Resolves when the process has ended for any reason. */
  readonly ended: Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

const PROGRAM = fileURLToPath(new URL("./replica.ts", import.meta.url));

/** Starts a replica. At `failpoint`, such as `signed:SIGSTOP`, it sends itself that signal. */
export function startReplica(setup: ReplicaSetup, failpoint?: string): Replica {
  const child = spawn(process.execPath, ["--no-warnings", PROGRAM], {
    env: {
      ...process.env,
      DOORKEY_RELAY_REPLICA: JSON.stringify(setup),
      ...(failpoint === undefined ? {} : { DOORKEY_RELAY_FAILPOINT: failpoint }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      // The last part is enough to see what went wrong.
      output = (output + chunk.toString()).slice(-100_000);
    });
  }
  const ended = once(child, "exit").then(() => {});
  return {
    process: child,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    kill: (signal) => void child.kill(signal),
  };
}

/** Polls until the answer is yes. The bound ends a test that would wait for ever. */
export async function until(what: string, ask: () => Promise<boolean> | boolean, boundMs = 60_000): Promise<void> {
  const end = Date.now() + boundMs;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
