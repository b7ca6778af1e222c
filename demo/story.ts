import { formatTime, type Screen } from "./screen.ts";

export type Line = {
  readonly kind: "fact" | "refused" | "checked";
  readonly number: number | bigint | "";
  readonly text: string;
  readonly note: string;
  /** What the gate's staff read, when a gate refused. */
  readonly said?: string | undefined;
};

export type Chapter = { readonly title: string; readonly when: string; readonly lines: Line[] };

/** What happened so far: told on the screen at once, and kept for the report. */
export class Story {
  readonly chapters: Chapter[] = [];
  readonly screen: Screen;
  readonly #offsetMinutes: number;

  constructor(screen: Screen, offsetMinutes: number) {
    this.screen = screen;
    this.#offsetMinutes = offsetMinutes;
  }

  /** Begins a chapter, at a moment of the chain's clock or at none. */
  chapter(title: string, at?: number): void {
    const when = at === undefined ? "" : this.time(at);
    this.chapters.push({ title, when, lines: [] });
    this.screen.heading(title, when);
  }

  fact(number: number | bigint | "", text: string, note = ""): void {
    this.#keep({ kind: "fact", number, text, note });
    this.screen.fact(number, text, note);
  }

  /** Something that was tried and refused, with the reason as the contracts name it. */
  refused(text: string, reason: string, said?: string): void {
    this.#keep({ kind: "refused", number: "", text, note: reason, said });
    this.screen.refusal(text, reason, said);
  }

  checked(text: string, note = ""): void {
    this.#keep({ kind: "checked", number: "", text, note });
    this.screen.checked(text, note);
  }

  /** Something to look at, such as a QR code, and the text in it. */
  picture(lines: string, text: string): void {
    this.screen.picture(lines, text);
  }

  time(at: number): string {
    return formatTime(at, this.#offsetMinutes);
  }

  #keep(line: Line): void {
    this.chapters.at(-1)?.lines.push(line);
  }
}
