import { type Signal, signal } from "@preact/signals";
import type { Challenge, Language, Manifest } from "doorkey/code";
import type { Figures, Settings } from "../../../gate/src/protocol/answers.ts";
import type { ScanMode } from "../../../gate/src/protocol/messages.ts";
import type { Choices } from "../device/store.ts";
import type { View } from "../scans/viewOf.ts";
import { en } from "../words/en.ts";
import type { Words } from "../words/Words.ts";

/** The page that the steward sees. */
export type Stage = "opening" | "join" | "check" | "scan" | "locked";

/** Who decides. `stranger` means that the hub does not know this device, so the gate decides alone until it joins. */
export type LinkState =
  | { readonly status: "connecting" }
  | { readonly status: "hub" }
  | { readonly status: "alone"; readonly since: number; readonly stranger: boolean };

/** What the page shows, as signals. Nothing here is kept; DeviceStore keeps. */
export type State = {
  readonly stage: Signal<Stage>;
  readonly language: Signal<Language>;
  /** The texts of the page in that language. */
  readonly words: Signal<Words>;
  readonly choices: Signal<Choices>;
  readonly deviceName: Signal<string>;
  readonly settings: Signal<Settings | undefined>;
  readonly manifest: Signal<Manifest | undefined>;
  readonly link: Signal<LinkState>;
  /** Rows that the hub does not have. */
  readonly waiting: Signal<number>;
  /** Rows that the hub keeps apart. */
  readonly apart: Signal<number>;
  readonly figures: Signal<Figures | undefined>;
  /** Seconds that the hub's clock is ahead of this device's. Undefined until both were compared. */
  readonly clockAhead: Signal<number | undefined>;
  /** Milliseconds in which the hub answered last. */
  readonly hubMs: Signal<number | undefined>;
  readonly mode: Signal<ScanMode>;
  /** What fills the screen. */
  readonly view: Signal<View | undefined>;
  /** The latest view, also after it left the screen. */
  readonly last: Signal<View | undefined>;
  readonly busy: Signal<boolean>;
  /** The steward must decide first. */
  readonly reminded: Signal<boolean>;
  readonly challenge: Signal<Challenge | undefined>;
  /** Seconds by the hub's clock; 0 for a steward. */
  readonly supervisorUntil: Signal<number>;
  readonly joinProblem: Signal<string | undefined>;
  readonly joining: Signal<boolean>;
  /** Whether the device's list is of another event than the hub's. */
  readonly otherEvent: Signal<boolean>;
};

export function createState(): State {
  return {
    stage: signal<Stage>("opening"),
    language: signal<Language>("en"),
    words: signal<Words>(en),
    choices: signal<Choices>({}),
    deviceName: signal(""),
    settings: signal<Settings | undefined>(undefined),
    manifest: signal<Manifest | undefined>(undefined),
    link: signal<LinkState>({ status: "connecting" }),
    waiting: signal(0),
    apart: signal(0),
    figures: signal<Figures | undefined>(undefined),
    clockAhead: signal<number | undefined>(undefined),
    hubMs: signal<number | undefined>(undefined),
    mode: signal<ScanMode>("enter"),
    view: signal<View | undefined>(undefined),
    last: signal<View | undefined>(undefined),
    busy: signal(false),
    reminded: signal(false),
    challenge: signal<Challenge | undefined>(undefined),
    supervisorUntil: signal(0),
    joinProblem: signal<string | undefined>(undefined),
    joining: signal(false),
    otherEvent: signal(false),
  };
}

/** Seconds by the hub's clock, which all gates share. Until both were compared, the device's own. */
export function nowAt({ clockAhead }: Pick<State, "clockAhead">): number {
  return Date.now() / 1_000 + (clockAhead.value ?? 0);
}
