import { type Language, type Manifest, rightIn, sentenceFor, type Verdict } from "doorkey/code";
import type { Style, Terminal } from "../terminal/Terminal.ts";
import type { ImageProblem } from "./readImage.ts";

const SIGNS: { readonly [status in Verdict["status"]]: readonly [sign: string, style: Style] } = {
  admit: ["  LET IN  ", "onGreen"],
  reenter: [" BACK IN  ", "onGreen"],
  leave: [" LET OUT  ", "onGreen"],
  again: ["   NEXT   ", "onBlue"],
  identify: [" CHECK ID ", "onYellow"],
  refuse: ["   STOP   ", "onRed"],
};

const IMAGE_PROBLEMS: { readonly [problem in ImageProblem["problem"]]: string } = {
  "no-picture": "This file is not a PNG or JPEG picture.",
  "no-code": "This picture has no readable code.",
};

/** The language of what staff read, and a time zone in place of the event's own. */
export type Telling = {
  readonly language: Language;
  readonly timeZone?: string | undefined;
};

/** Shows a verdict as a colour, a sound and a sentence. With `--json`, also prints a line for programs. */
export function showVerdict(
  terminal: Terminal,
  verdict: Verdict,
  {
    from,
    manifest,
    now,
    telling,
  }: {
    readonly from?: string | undefined;
    readonly manifest: Manifest;
    readonly now: number;
    readonly telling: Telling;
  },
): void {
  const [sign, style] = SIGNS[verdict.status];
  const { language, timeZone } = telling;
  const sentence = sentenceFor(verdict, language, { utcOffset: manifest.utcOffset, timeZone, now });
  const rights = "rights" in verdict ? verdict.rights : [];
  const first = rights[0] === undefined ? undefined : rightIn(manifest, rights[0]);
  const className = first && manifest.classes[first.classId]?.name;
  const words = [from, className, sentence].filter((part) => part !== undefined).join(" · ");
  terminal.bell(verdict.status === "refuse" ? 2 : 1);
  terminal.sign(sign, style, words);
  const { status, reason } = verdict;
  terminal.data({ from, status, reason, sentence, class: className, rights }, 0);
}

/** Shows that a picture has no code. */
export function showImageProblem(terminal: Terminal, { problem }: ImageProblem, from: string | undefined): void {
  const sentence = IMAGE_PROBLEMS[problem];
  const [sign, style] = SIGNS.refuse;
  terminal.bell(2);
  terminal.sign(sign, style, [from, sentence].filter((part) => part !== undefined).join(" · "));
  terminal.data({ from, status: "refuse", reason: problem, sentence, rights: [] }, 0);
}
