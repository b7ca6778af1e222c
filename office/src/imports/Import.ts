/** What a list of orders becomes: rights under the keys that it names, or links for phones that will claim. */
export type ImportKind = "grants" | "links";

/** `checked` waits for its start; `running` goes on by itself after a crash. */
export type ImportState = "checked" | "running" | "done" | "failed";

/** A list of orders, as pages see it. JSON. Times in seconds since 1970. */
export type Import = {
  readonly id: string;
  readonly eventId: number;
  /** Of the file. */
  readonly name: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  /** Rows below the header, good and bad. */
  readonly rows: number;
  /** Rows with a mistake, which are left out. */
  readonly bad: number;
  /** Rows that ended well: granted, or with a link. */
  readonly granted: number;
  /** Good rows that the chain or the sale refused. */
  readonly refused: number;
  readonly createdAt: number;
  /** The manager's name. */
  readonly by?: string;
  readonly problem?: string;
};

/** What an order asks for. */
export type OrderRow = {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly order: string;
  readonly className: string;
  readonly holder?: string;
  readonly quantity: number;
  readonly seats: readonly string[];
  readonly evidence: readonly `0x${string}`[];
};

/** Why a line was left out or refused. */
export type RefusedLine = {
  readonly line: number;
  readonly order?: string;
  readonly reason: string;
  readonly sentence: string;
};
