import { bad, dim, good } from "../support/shell.ts";

/** Runs checks, and prints one line for each with its result. */
export class Checks {
  #passed = 0;
  #failed = 0;
  #isStopped = false;

  /** Runs a check. A failure is printed and counted, and ends the checks that build on it. */
  async that<T>(title: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      const result = await work();
      this.#passed++;
      console.log(`${good("✓")} ${title} ${dim(`${((performance.now() - start) / 1000).toFixed(1)} s`)}`);
      return result;
    } catch (error) {
      // The code that stopped the checks knows the reason.
      if (this.#isStopped) throw new Told();
      this.#failed++;
      console.log(`${bad("✗")} ${title}`);
      console.log(String(error instanceof Error ? (error.stack ?? error) : error).replace(/^/gm, "    "));
      throw new Told();
    }
  }

  /** One story of checks that build on each other. The next story runs even if this one fails. */
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

/** Its failure was already printed. */
class Told extends Error {}
