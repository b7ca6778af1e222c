import type { Connection, EventState } from "doorkey";
import type { Next } from "../terminal/act.ts";
import type { Terminal } from "../terminal/Terminal.ts";

/** What each part of the status knows. */
export type StatusContext = {
  readonly connection: Connection;
  readonly event: EventState;
  /** The time by the chain, in seconds. */
  readonly now: number;
  /** Minutes east of UTC at the event. */
  readonly offset: number;
  readonly relay: { readonly url: string; readonly key: string | undefined } | undefined;
  /** The hub's address or data folder, and the operator's token for an address. */
  readonly hub: { readonly gate: string; readonly token: string | undefined } | undefined;
  /** The options of a next command on the same chain, signed with the key of a role. */
  readonly signedAs: (role: string) => string;
};

/** A part of the status: what it read, for --json, and how it is shown. */
export type StatusPart = {
  /** Its name in the JSON. */
  readonly name: string;
  read(context: StatusContext): Promise<StatusReading | undefined>;
};

export type StatusReading = {
  readonly value: unknown;
  show(terminal: Terminal): void;
  /** What to run, if something is missing. */
  readonly next?: readonly Next[];
};

/** Defines a part. `read` returns undefined if the part does not apply to the event. */
export function statusPart<T>(part: statusPart.Parameters<T>): StatusPart {
  return {
    name: part.name,
    read: async (context) => {
      const value = await part.read(context);
      if (value === undefined) return undefined;
      return {
        value,
        show: (terminal) => {
          terminal.heading(part.title);
          part.show(terminal, value, context);
        },
        next: part.next?.(value, context) ?? [],
      };
    },
  };
}

export declare namespace statusPart {
  type Parameters<T> = {
    readonly name: string;
    readonly title: string;
    readonly read: (context: StatusContext) => Promise<T | undefined> | T | undefined;
    readonly show: (terminal: Terminal, value: T, context: StatusContext) => void;
    readonly next?: (value: T, context: StatusContext) => readonly Next[];
  };
}
