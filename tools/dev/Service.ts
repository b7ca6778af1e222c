/** A part of the development environment: one file each, started in the order of a list. */
export type Service = {
  readonly name: string;
  readonly ports: readonly PortOption[];
  start(context: Context): Promise<RunningService>;
};

/** An option that sets another port for a service. */
export type PortOption = {
  /** For example `relay-port`. */
  readonly option: string;
  /** The port without the option. */
  readonly standard: number;
  /** How many ports the service takes, from this one up. Defaults to 1. */
  readonly count?: number;
  /** The server that listens there. */
  readonly help: string;
};

/** What a service gets when it starts. */
export type Context = {
  /** The port from an option of the service. */
  port(option: string): number;
  /** A folder for the files of services; removed at the end. */
  readonly folder: string;
};

export type RunningService = {
  describe(): Promise<Description>;
  stop(): Promise<void>;
};

/** What a running service prints. The lines of all services appear together under the same headings. */
export type Description = {
  /** What runs, and where. */
  readonly running: string;
  readonly contracts?: Readonly<Record<string, string>>;
  readonly keys: readonly DevSecret[];
  readonly next: readonly Hint[];
};

/** A development key, which is public. */
export type DevSecret = {
  readonly name: string;
  /** The key itself, or its address. */
  readonly value: string;
  /** A note next to an address. */
  readonly privateKey?: string;
  readonly note?: string;
};

/** Commands to try next: what each shows, and how to run it. */
export type Hint = readonly [what: string, how: string];
