import type { EventSchedule } from "doorkey";

/** What an organizer wants to know of an event, from the logs of the chain alone. */
export type EventReport = {
  readonly eventId: number;
  readonly name: string;
  readonly organizer: string;
  readonly cancelled: boolean;
  readonly paused: boolean;
  readonly schedule: EventSchedule;
  /** The block of which all of this is told, and its time in seconds. */
  readonly block: number;
  readonly takenAt: number;
  readonly classes: readonly ClassReport[];
  readonly agents: readonly AgentReport[];
  /** Rights granted by each agent in each hour or day. */
  readonly sales: Series;
  /** Rights admitted in each lane in each quarter of an hour. */
  readonly admissions: Series;
  readonly doors: DoorReport;
};

export type ClassReport = {
  readonly name: string;
  readonly supply: number;
  readonly reserved: boolean;
  /** Live and admitted. */
  readonly granted: number;
  readonly admitted: number;
  /** May still enter. */
  readonly live: number;
  /** Returned or revoked, not reopened. */
  readonly freed: number;
  readonly unsold: number;
};

export type AgentReport = {
  readonly agentId: number;
  readonly name: string;
  readonly allotments: readonly {
    readonly className: string;
    /** The agent that delegated to it; 0 = the organizer. */
    readonly parent: number;
    readonly status: string;
    readonly quota: number;
    /** By it and those under it. */
    readonly used: number;
  }[];
  /** What became of the rights that it granted itself. */
  readonly granted: number;
  readonly refused: number;
  readonly returned: number;
  readonly revoked: number;
  readonly rebound: number;
  readonly named: number;
  readonly admitted: number;
};

/** Counts over time, a part a seller or lane. */
export type Series = {
  /** Seconds of a step. */
  readonly step: number;
  readonly parts: readonly string[];
  /** In the order of time, without steps that have nothing at either end; `counts` has a number a part. */
  readonly steps: readonly { readonly at: number; readonly counts: readonly number[] }[];
};

export type DoorReport = {
  readonly admitted: number;
  readonly byHand: number;
  /** Valid proofs for rights that were in already. */
  readonly already: number;
  readonly contested: number;
  /** What gates delivered and the chain did not admit, by its reason. */
  readonly refused: Readonly<Record<string, number>>;
};
