import { bad, dim, good } from "../support/shell.ts";

/** What was tried, a line each, and how it ended. */
export class Checks {
  #passed = 0;
  #failed = 0;
  #isStopped = false;

  /** What cannot be done is told, counted, and ends whatever builds on it. */
  async that<T>(title: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      const result = await work();
      this.#passed++;
      console.log(`${good("✓")} ${title} ${dim(`${((performance.now() - start) / 1000).toFixed(1)} s`)}`);
      return result;
    } catch (error) {
      // Whoever stopped it knows why it fails.
      if (this.#isStopped) throw new Told();
      this.#failed++;
      console.log(`${bad("✗")} ${title}`);
      console.log(String(error instanceof Error ? (error.stack ?? error) : error).replace(/^/gm, "    "));
      throw new Told();
    }
  }

  /** One story of checks that build on each other; the next story is told whatever became of it. */
  async story(tell: () => Promise<void>): Promise<void> {
    await tell().catch((error: unknown) => {
      if (!(error instanceof Told)) throw error;
    });
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Says how many, and gives the exit code. */
  end(): number {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 ? 0 : 1;
  }
}

/** Its failure was told already. */
class Told extends Error {}
