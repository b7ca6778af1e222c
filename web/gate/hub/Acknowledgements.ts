import { askHub } from "./askHub.ts";

/** Lights that the hub has not heard of. Stored is not shown: the hub counts an entry when its light appeared. */
export class Acknowledgements {
  readonly #shown = new Set<string>();

  /** For the next message. They stay until a message with them was answered. */
  get pending(): readonly string[] {
    return [...this.#shown].slice(0, 64);
  }

  /** Notes that the light of a scan is on the screen, and tells the hub without a next message to wait for. */
  async note(scanId: string): Promise<void> {
    this.#shown.add(scanId);
    const shown = this.pending;
    const answer = await askHub("/api/shown", { body: { shown } });
    if (answer.status === "answered") this.heard(shown);
  }

  /** Notes that the hub has heard of them. */
  heard(shown: readonly string[]): void {
    for (const scanId of shown) this.#shown.delete(scanId);
  }
}

/** Resolves when the browser has drawn what the page shows now. A page in the background draws nothing. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
