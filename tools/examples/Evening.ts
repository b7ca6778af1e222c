/** What the organizer, the site and the gate agreed on before the evening. */
export type Evening = {
  readonly doorsOpenAt: number;
  readonly eventId: number;
  readonly agentId: number;
  readonly gateKey: string;
  readonly site: string;
  readonly origin: string;
  readonly gate: string;
  /** Environment of the site. */
  readonly siteEnv: Readonly<Record<string, string>>;
};
