import { type Signal, signal } from "@preact/signals";
import type { Language } from "doorkey/code";
import type { Act, ClassNow, Head, Import, OfficeEvent, Sale, Session } from "../api/answers.ts";
import type { OfficeProblem } from "../api/OfficeProblem.ts";
import { en } from "../words/en.ts";
import type { Words } from "../words/Words.ts";

/** The parts of the page, in the order of its tabs. */
export const TABS = ["sell", "find", "import", "today", "waiting", "staff"] as const;
export type Tab = (typeof TABS)[number];

/** What the page shows, as signals. Only the language and the tab outlast a reload. */
export type State = {
  readonly stage: Signal<"opening" | "signed-out" | "open">;
  readonly language: Signal<Language>;
  /** The texts of the page in that language. */
  readonly words: Signal<Words>;
  readonly session: Signal<Session | undefined>;
  /** Why the link in the address let nobody in. */
  readonly entryProblem: Signal<OfficeProblem | undefined>;
  readonly events: Signal<readonly OfficeEvent[]>;
  readonly eventId: Signal<number | undefined>;
  /** Of the chosen event, at the newest block. */
  readonly classes: Signal<readonly ClassNow[]>;
  readonly tab: Signal<Tab>;
  readonly isAway: Signal<boolean>;
  readonly head: Signal<Head | undefined>;
  /** By id, the newest first: what this page has seen of them. */
  readonly sales: Signal<ReadonlyMap<string, Sale>>;
  readonly acts: Signal<ReadonlyMap<string, Act>>;
  readonly imports: Signal<ReadonlyMap<string, Import>>;
  /** Id of the sale that the clerk is at. */
  readonly current: Signal<string | undefined>;
  /** Counts what the page was told, so that lists of one part can be read again. */
  readonly told: Signal<number>;
};

export function createState(tab: Tab): State {
  return {
    stage: signal<"opening" | "signed-out" | "open">("opening"),
    language: signal<Language>("en"),
    words: signal<Words>(en),
    session: signal<Session | undefined>(undefined),
    entryProblem: signal<OfficeProblem | undefined>(undefined),
    events: signal<readonly OfficeEvent[]>([]),
    eventId: signal<number | undefined>(undefined),
    classes: signal<readonly ClassNow[]>([]),
    tab: signal<Tab>(tab),
    isAway: signal(false),
    head: signal<Head | undefined>(undefined),
    sales: signal<ReadonlyMap<string, Sale>>(new Map()),
    acts: signal<ReadonlyMap<string, Act>>(new Map()),
    imports: signal<ReadonlyMap<string, Import>>(new Map()),
    current: signal<string | undefined>(undefined),
    told: signal(0),
  };
}

/** The list with one more, or with a newer state of one. */
export function withOne<T extends { readonly id: string }>(
  list: ReadonlyMap<string, T>,
  one: T,
  isNew: (known: T, told: T) => boolean,
): ReadonlyMap<string, T> {
  const known = list.get(one.id);
  if (known !== undefined && !isNew(known, one)) return list;
  return known !== undefined ? new Map(list).set(one.id, one) : new Map([[one.id, one], ...list]);
}
