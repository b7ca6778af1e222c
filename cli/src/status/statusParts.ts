import { draws } from "./parts/draws.ts";
import { due } from "./parts/due.ts";
import { gates } from "./parts/gates.ts";
import { hub } from "./parts/hub.ts";
import { places } from "./parts/places.ts";
import { relayBudget } from "./parts/relayBudget.ts";
import { sellers } from "./parts/sellers.ts";
import { unnamed } from "./parts/unnamed.ts";
import type { StatusPart } from "./StatusPart.ts";

/** The parts of the status, in the order of the screen. A further part is a file in `parts` and a line here. */
export const statusParts: readonly StatusPart[] = [due, places, draws, sellers, unnamed, gates, hub, relayBudget];
