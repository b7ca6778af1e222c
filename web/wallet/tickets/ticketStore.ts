import { type Database, openDatabase } from "../../shared/storage/database.ts";
import type { Ticket } from "./Ticket.ts";

/** What the fan chose in this browser. */
export type Choices = { readonly language?: string };

/** The wallet's own store. A write is on disk when its promise resolves. */
export type TicketStore = {
  all(): Promise<readonly Ticket[]>;
  find(id: string): Promise<Ticket | undefined>;
  put(ticket: Ticket): Promise<void>;
  drop(id: string): Promise<void>;
  choices(): Promise<Choices>;
  choose(choices: Choices): Promise<void>;
};

const TICKETS = "tickets";
const KEPT = "kept";
const CHOICES = "choices";

/** Opens the store of this browser. Fails where a browser keeps nothing. */
export async function openTicketStore(): Promise<TicketStore> {
  return storeOn(await openDatabase({ name: "doorkey-wallet", stores: { [TICKETS]: "id", [KEPT]: undefined } }));
}

function storeOn(database: Database): TicketStore {
  return {
    all: async () => (await database.all(TICKETS)).filter(isTicket),
    find: async (id) => {
      const row = await database.get(TICKETS, id);
      return isTicket(row) ? row : undefined;
    },
    put: (ticket) => database.write((store) => store(TICKETS).put(ticket)),
    drop: (id) => database.write((store) => store(TICKETS).delete(id)),
    choices: async () => ((await database.get(KEPT, CHOICES)) as Choices | undefined) ?? {},
    choose: (choices) => database.write((store) => store(KEPT).put(choices, CHOICES)),
  };
}

/** Whether a row has what every ticket has. Its pass is checked where it is used, because people may edit it. */
function isTicket(row: unknown): row is Ticket {
  const { id, seller, event, holder } = (row ?? {}) as Partial<Record<keyof Ticket, unknown>>;
  return [id, seller, holder].every((one) => typeof one === "string") && typeof event === "object" && event !== null;
}
