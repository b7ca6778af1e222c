import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Address, Hex } from "doorkey";

/** What a fan enters a draw with. */
export type NewEntry = {
  readonly className: string;
  /** Address of the key in the fan's phone. */
  readonly holder: Address;
  /** What the draw knows the fan by: a person tag, or in a draw by key the holder. */
  readonly entrant: Hex;
  /** Places that a key wants, 1 to 4. In a draw of persons each person has an entry, and this is 1. */
  readonly places: number;
  /** The name of the entry that leads the party. Missing for a fan who leads or comes alone. */
  readonly leader?: string | undefined;
  /** What an attester signed for this holder and this shop. Missing in a draw by key. */
  readonly evidence?: Hex | undefined;
};

/** An entry in the draw of a class. Its id is the secret in the link to its page. */
export type Entry = NewEntry & {
  readonly id: string;
  /** Its name in entries.csv and in the invitation to its party. Cannot be guessed. */
  readonly name: string;
  /** The order that buys its place. */
  readonly orderId?: string | undefined;
};

/** The entries that the shop took. The organizer lists them on the chain. */
export type Entries = {
  /**
   * Keeps an entry. Who enters again keeps the link: a person with the new key and evidence, and perhaps in a party; a
   * key with the places of the first time.
   */
  enter(entry: NewEntry): Entry;
  find(id: string): Entry | undefined;
  named(name: string): Entry | undefined;
  ofOrder(orderId: string): Entry | undefined;
  /** The entry of a person or a key in the draw of a class. */
  ofEntrant(className: string, entrant: Hex): Entry | undefined;
  ofClass(className: string): readonly Entry[];
  /** How many persons are in the party that an entry leads, with its leader. */
  partySize(name: string): number;
  keepOrder(id: string, orderId: string): void;
};

export function sqliteEntries(database: DatabaseSync): Entries {
  database.exec(`
    CREATE TABLE IF NOT EXISTS entries (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      class TEXT NOT NULL,
      holder TEXT NOT NULL,
      entrant TEXT NOT NULL,
      places INTEGER NOT NULL,
      leader TEXT,
      evidence TEXT,
      order_id TEXT UNIQUE,
      entered_at INTEGER NOT NULL,
      UNIQUE (class, entrant)
    ) STRICT`);
  const insert = database.prepare(
    `INSERT INTO entries (id, name, class, holder, entrant, places, leader, evidence, entered_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, unixepoch())
     ON CONFLICT (class, entrant) DO UPDATE SET holder = excluded.holder, evidence = excluded.evidence,
       leader = CASE WHEN excluded.leader = name OR EXISTS (SELECT 1 FROM entries AS friend WHERE friend.leader = entries.name)
         THEN entries.leader ELSE coalesce(excluded.leader, entries.leader) END
     RETURNING *`,
  );
  const by = (column: "id" | "name" | "order_id") => database.prepare(`SELECT * FROM entries WHERE ${column} = ?`);
  const [byId, byName, byOrder] = [by("id"), by("name"), by("order_id")];
  const byEntrant = database.prepare("SELECT * FROM entries WHERE class = ? AND entrant = ?");
  const byClass = database.prepare("SELECT * FROM entries WHERE class = ? ORDER BY entered_at, name");
  const party = database.prepare("SELECT count(*) AS size FROM entries WHERE name = ?1 OR leader = ?1");
  const order = database.prepare("UPDATE entries SET order_id = ? WHERE id = ?");
  return {
    enter({ className, holder, entrant, places, leader, evidence }) {
      const id = randomBytes(16).toString("base64url");
      const name = `F-${randomBytes(5).toString("hex").toUpperCase()}`;
      const row = insert.get(id, name, className, holder, entrant, places, leader ?? null, evidence ?? null);
      const entry = entryOf(row);
      if (entry === undefined) throw new Error("the database kept no entry");
      return entry;
    },
    find: (id) => entryOf(byId.get(id)),
    named: (name) => entryOf(byName.get(name)),
    ofOrder: (orderId) => entryOf(byOrder.get(orderId)),
    ofEntrant: (className, entrant) => entryOf(byEntrant.get(className, entrant)),
    ofClass: (className) => byClass.all(className).flatMap((row) => entryOf(row) ?? []),
    partySize: (name) => Number(party.get(name)?.size),
    keepOrder: (id, orderId) => void order.run(orderId, id),
  };
}

type Row = ReturnType<ReturnType<DatabaseSync["prepare"]>["get"]>;

function entryOf(row: Row): Entry | undefined {
  if (row === undefined) return undefined;
  const { id, name, holder, entrant, places, leader, evidence, order_id: orderId } = row;
  return {
    id: String(id),
    name: String(name),
    className: String(row.class),
    holder: String(holder) as Address,
    entrant: String(entrant) as Hex,
    places: Number(places),
    ...(leader === null ? {} : { leader: String(leader) }),
    ...(evidence === null ? {} : { evidence: String(evidence) as Hex }),
    ...(orderId === null ? {} : { orderId: String(orderId) }),
  };
}
