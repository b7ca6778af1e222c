import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Clerk } from "./Clerk.ts";
import { until } from "./until.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** An office in a process of its own, which a test may kill at any moment. */
export class OfficeProgram {
  readonly #child: ChildProcess;
  readonly url: string;
  readonly #operatorUrl: string;

  private constructor(child: ChildProcess, url: string, operatorUrl: string) {
    this.#child = child;
    this.url = url;
    this.#operatorUrl = operatorUrl;
  }

  /** Starts it in a folder with office.yaml, and waits until it listens. */
  static async start(folder: string, env: Record<string, string>): Promise<OfficeProgram> {
    const child = spawn(process.execPath, [MAIN, "start"], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    // However this process ends, the office ends too.
    process.once("exit", () => child.kill("SIGKILL"));
    child.unref();
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await until("the office listens", () => {
      if (child.exitCode !== null) throw new Error(`the office ended with ${child.exitCode}: ${said}`);
      return said.includes('"msg":"started"');
    });
    const line: { url: string; operatorUrl: string } = JSON.parse(
      said.split("\n").find((one) => one.includes('"msg":"started"')) ?? "{}",
    );
    return new OfficeProgram(child, line.url, line.operatorUrl);
  }

  /** Signs a manager in. @param operatorToken Of `operator.json`. */
  manager(operatorToken: string): Promise<Clerk> {
    const office = { url: this.url, operatorUrl: this.#operatorUrl, operatorToken };
    return Clerk.signIn(office, { name: "Mika", role: "manager" });
  }

  /** Bytes up to which a file may grow from now on; undefined for no bound. A full disk looks so to it. */
  limitFiles(bytes: number | undefined): void {
    const most = bytes ?? "unlimited";
    execFileSync("prlimit", [`--pid=${this.#child.pid}`, `--fsize=${most}:unlimited`]);
  }

  /** Ends it at once, as a loss of power does. */
  async kill(): Promise<void> {
    const ended = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await ended;
  }

  /** Asks it to end. Resolves to its exit code. */
  async stop(): Promise<number | null> {
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await ended;
    return this.#child.exitCode;
  }
}
