/**
 * npm run bench:first-sale: processor seconds from `npm ci` in an empty clone to the first sold right, now and before
 * local chains took the bytecode that the SDK carries. Linux only, because it reads /proc. `--commit <id>` measures
 * another commit, such as the one before. `--ratios` adds a JSON line for `npm run bench`.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dim, ROOT, run, withSpinner } from "../tools/support/shell.ts";
import { withoutNpx } from "../tools/support/withoutNpx.ts";

const STEPS = ["npm ci", "npm run dev, until its relay is ready", "the first sold right"] as const;

type Seconds = { readonly [step in (typeof STEPS)[number]]: number };

/** Measured by `--commit` on the machine that measured the change. */
const BEFORE: { readonly commit: string; readonly seconds: Seconds } = {
  commit: "abf2c44",
  seconds: { "npm ci": 50.3, "npm run dev, until its relay is ready": 53.6, "the first sold right": 1.1 },
};

/** Of a second, in /proc. */
const TICKS = 100;

const { values } = parseArgs({ options: { commit: { type: "string" }, ratios: { type: "boolean", default: false } } });

const now = await withSpinner("measuring in an empty clone", () => measure(values.commit ?? "HEAD"));
const total = (seconds: Seconds) => STEPS.reduce((sum, step) => sum + seconds[step], 0);
console.log(`${"processor seconds".padEnd(36)}${"before".padStart(9)}${(values.commit ?? "now").padStart(9)}`);
for (const step of STEPS) console.log(line(step, BEFORE.seconds[step], now[step]));
console.log(line("together", total(BEFORE.seconds), total(now)));
console.log(dim(`before: commit ${BEFORE.commit}`));
if (values.ratios) {
  const ratio = total(BEFORE.seconds) / total(now);
  console.log(JSON.stringify({ what: "first sale: processor seconds before ÷ now", ratio }));
}
process.exit();

function line(step: string, before: number, after: number): string {
  return `${step.padEnd(36)}${before.toFixed(1).padStart(9)}${after.toFixed(1).padStart(9)}`;
}

async function measure(commit: string): Promise<Seconds> {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-first-sale-"));
  const clone = join(folder, "doorkey");
  try {
    await succeed("git", ["clone", "--quiet", ROOT, clone]);
    await succeed("git", ["-C", clone, "checkout", "--quiet", commit]);
    const install = await cpuOf("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], clone);
    await cp(join(import.meta.dirname, "first-sale"), join(clone, "bench/first-sale"), { recursive: true });
    const [port, relayPort] = [await freePort(), await freePort()];
    // Earlier commits start only the chain and the relay, and do not know the option.
    const empty = existsSync(join(clone, "tools/dev/event.ts")) ? ["--empty"] : [];
    const ports = ["--port", String(port), "--relay-port", String(relayPort)];
    const node = start("npm", ["run", "dev", "--", ...empty, ...ports], clone);
    try {
      await untilReady(node);
      const ready = await cpuOfGroup(node.pid ?? 0);
      const sale = await cpuOf(
        "node",
        ["--import", "tsx", "bench/first-sale/sell.ts", `http://127.0.0.1:${port}`],
        clone,
      );
      return { "npm ci": install, "npm run dev, until its relay is ready": ready, "the first sold right": sale };
    } finally {
      process.kill(-(node.pid ?? 0), "SIGTERM");
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function succeed(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`);
}

/** Runs a program to its end. Returns the processor seconds of it and its children, which bash counts. */
async function cpuOf(program: string, args: readonly string[], cwd: string): Promise<number> {
  const child = start("bash", ["-c", 'TIMEFORMAT="cpu %U %S"; time "$@"', "bash", program, ...args], cwd);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(said) ?? [];
  if (code !== 0 || user === undefined) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${said}`);
  return Number(user) + Number(system);
}

/** Starts a program in a process group of its own, with Node and npm of this process only. */
function start(program: string, args: readonly string[], cwd: string): ChildProcess {
  const { INIT_CWD: _, ...env } = withoutNpx(process.env);
  return spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
}

async function untilReady(child: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => {
        said += text;
        if (said.includes("Ctrl-C stops")) done();
      });
    }
    child.on("close", () => fail(new Error(`the chain ended:\n${said}`)));
  });
}

/** Processor seconds of the processes of a group, and of their children that ended. */
async function cpuOfGroup(group: number): Promise<number> {
  let ticks = 0;
  for (const id of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    // The name of the program, in parentheses, may have spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) !== group) continue;
    ticks += fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  }
  return ticks / TICKS;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
