import { bad, dim, good } from "../support/shell.ts";

/** Runs checks, and prints a line with the result of each. */
export class Checks {
  #passed = 0;
  #failed = 0;
  #isStopped = false;

  /** Runs a check. A failure is printed and counted, and ends the story that builds on it. */
  async that<T>(title: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      const result = await work();
      this.#passed++;
      console.log(`${good("✓")} ${title} ${dim(`${((performance.now() - start) / 1000).toFixed(1)} s`)}`);
      return result;
    } catch (error) {
      // A check that fails because the run was stopped is not reported.
      if (this.#isStopped) throw new Told();
      this.#failed++;
      console.log(`${bad("✗")} ${title}`);
      console.log(String(error instanceof Error ? (error.stack ?? error) : error).replace(/^/gm, "    "));
      throw new Told();
    }
  }

  /** Runs a story of checks that build on each other. A failure in it does not stop the next story. */
  async story(tell: () => Promise<void>): Promise<void> {
    await tell().catch((error: unknown) => {
      if (!(error instanceof Told)) throw error;
    });
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Prints how many passed and failed, and returns the exit code. */
  end(): number {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 ? 0 : 1;
  }
}

/** The failure is already printed. */
class Told extends Error {}
