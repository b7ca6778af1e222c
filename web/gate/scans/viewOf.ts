import {
  headlineFor,
  type Language,
  type Manifest,
  parseCode,
  rightIn,
  sentenceFor,
  type Tone,
  toneOf,
  type Verdict,
} from "doorkey/code";
import type { Party } from "../../../gate/src/protocol/partyOf.ts";

/** What fills the screen after a scan. Texts are in the steward's language. */
export type View = {
  readonly tone: Tone;
  readonly headline: string;
  readonly sentence: string;
  readonly reason?: Verdict["reason"];
  /** How many people pass. */
  readonly people?: number;
  readonly className?: string;
  readonly party?: Party;
  /** The scan that can be undone. */
  readonly scanId?: string;
  /** Serials of the rights that were shown, to see whether the next code is the same ticket. */
  readonly serials: readonly number[];
  /** A decision without which no other guest is scanned. */
  readonly asks?: "identity" | "by-hand";
  /** Milliseconds by the device's clock. */
  readonly shownAt: number;
  /** What a second look at the same ticket said, below a green light. */
  readonly again?: string;
};

/** Makes the view of a verdict. */
export function viewOf(text: string, verdict: Verdict, ground: viewOf.Ground): View {
  const { language, manifest, utcOffset, now, party, scanId, shownAt } = ground;
  const people = peopleOf(verdict);
  const className = manifest === undefined ? undefined : classOf(verdict, manifest);
  return {
    tone: toneOf(verdict),
    headline: headlineFor(verdict, language),
    sentence: sentenceFor(verdict, language, { utcOffset, now }),
    reason: verdict.reason,
    serials: serialsOf(text),
    shownAt,
    ...(people > 0 && { people, scanId }),
    ...(className !== undefined && { className }),
    ...(party !== undefined && { party }),
    ...(verdict.status === "identify" && { asks: "identity" }),
  };
}

export declare namespace viewOf {
  type Ground = {
    readonly language: Language;
    readonly manifest: Manifest | undefined;
    readonly utcOffset: number | undefined;
    readonly now: number;
    readonly party?: Party | undefined;
    readonly scanId: string;
    readonly shownAt: number;
  };
}

/** How many people a verdict is about, if they may pass. */
export function peopleOf(verdict: Verdict): number {
  if (!("rights" in verdict)) return 0;
  const back = "reentering" in verdict ? (verdict.reentering?.length ?? 0) : 0;
  return verdict.rights.length + back;
}

function classOf(verdict: Verdict, manifest: Manifest): string | undefined {
  const [first] = "rights" in verdict ? verdict.rights : [];
  const right = first === undefined ? undefined : rightIn(manifest, first);
  return right && manifest.classes[right.classId]?.name;
}

function serialsOf(text: string): number[] {
  const code = parseCode(text);
  return code.status === "parsed" ? Array.from({ length: code.count }, (_, i) => code.serial + i) : [];
}

/** For how long a green light keeps its place when the same phone is still before the camera. */
const KEEPS_MS = 20_000;

/**
 * What is on the screen after the next view. A green light stays if the same ticket comes again within 20 seconds,
 * because a steward who looked away must not read a second verdict about the guest who just passed.
 */
export function nextView(shown: View | undefined, next: View): View {
  if (shown === undefined || shown.tone !== "go" || next.tone === "go") return next;
  const isSame = next.serials.some((serial) => shown.serials.includes(serial));
  const isSoon = next.shownAt - shown.shownAt <= KEEPS_MS;
  return isSame && isSoon ? { ...shown, again: next.sentence } : next;
}

/** The latest view. It keeps the undo of an entry when the same ticket was only looked at once more. */
export function withUndo(last: View | undefined, next: View): View {
  const isSame = next.serials.some((serial) => last?.serials.includes(serial));
  if (next.scanId !== undefined || last?.scanId === undefined || !isSame) return next;
  return { ...next, scanId: last.scanId, shownAt: last.shownAt };
}
