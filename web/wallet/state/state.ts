import { type Signal, signal } from "@preact/signals";
import type { DeviceAbilities } from "doorkey/buyer";
import type { Language } from "doorkey/code";
import type { Fault } from "../faults/faultOf.ts";
import type { Route } from "../links/Route.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Speech } from "../words/languages.ts";
import type { Words } from "../words/Words.ts";

/** What the page shows, as signals. The stores keep what must outlive it. */
export type State = {
  readonly route: Signal<Route>;
  readonly language: Signal<Language>;
  /** The texts of the page in that language. */
  readonly words: Signal<Words>;
  readonly tickets: Signal<readonly Ticket[]>;
  /** What went wrong last with a ticket, by its id. */
  readonly faults: Signal<ReadonlyMap<string, Fault>>;
  /** Why this browser keeps no tickets. Undefined if it does. */
  readonly storeFault: Signal<Fault | undefined>;
  /** What this browser can do. Undefined until it was tried. */
  readonly abilities: Signal<DeviceAbilities | undefined>;
  /** The browser's own question whether to install the page. */
  readonly install: Signal<(() => Promise<void>) | undefined>;
};

export function createState(route: Route, { language, words }: Speech): State {
  return {
    route: signal<Route>(route),
    language: signal<Language>(language),
    words: signal<Words>(words),
    tickets: signal<readonly Ticket[]>([]),
    faults: signal<ReadonlyMap<string, Fault>>(new Map()),
    storeFault: signal<Fault | undefined>(undefined),
    abilities: signal<DeviceAbilities | undefined>(undefined),
    install: signal<(() => Promise<void>) | undefined>(undefined),
  };
}
