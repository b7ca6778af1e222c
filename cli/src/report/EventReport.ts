import type { EventSchedule } from "doorkey";

/** What an organizer needs to know about an event, from the logs of the chain alone. */
export type EventReport = {
  readonly eventId: number;
  readonly name: string;
  readonly organizer: string;
  readonly cancelled: boolean;
  readonly paused: boolean;
  readonly schedule: EventSchedule;
  /** The block at which the report was made, and its time in seconds. */
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
  /** Rights that are live or admitted. */
  readonly granted: number;
  readonly admitted: number;
  /** Rights that may still enter. */
  readonly live: number;
  /** Places whose right was returned or revoked, and that were not reopened. */
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
    /** Rights that it and the agents under it granted. */
    readonly used: number;
  }[];
  /** Counts of the rights that it granted itself, here and below. */
  readonly granted: number;
  readonly refused: number;
  readonly returned: number;
  readonly revoked: number;
  readonly rebound: number;
  readonly named: number;
  readonly admitted: number;
};

/** Counts over time. Each part is a seller or a lane. */
export type Series = {
  /** Length of a step in seconds. */
  readonly step: number;
  readonly parts: readonly string[];
  /** In order of time, without empty steps at either end. `counts` has one number for each part. */
  readonly steps: readonly { readonly at: number; readonly counts: readonly number[] }[];
};

export type DoorReport = {
  readonly admitted: number;
  readonly byHand: number;
  /** Rights that were shown again with a valid proof after they were admitted. */
  readonly already: number;
  readonly contested: number;
  /** Rights that gates delivered and the chain did not admit, by reason. */
  readonly refused: Readonly<Record<string, number>>;
};
