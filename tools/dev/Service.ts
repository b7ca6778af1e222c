/** A part of the development environment: one file each, started in the order of a list. */
export type Service = {
  readonly name: string;
  readonly ports: readonly PortOption[];
  start(context: Context): Promise<RunningService>;
};

/** An option that moves a service to another port. */
export type PortOption = {
  /** Such as `relay-port`. */
  readonly option: string;
  /** The port without the option. */
  readonly standard: number;
  /** How many ports the service takes, from this one up. Defaults to 1. */
  readonly count?: number;
  /** What listens there. */
  readonly help: string;
};

/** What a service finds when it starts. */
export type Context = {
  /** The port that an option of the service gives. */
  port(option: string): number;
  /** For the files of services; removed at the end. */
  readonly folder: string;
};

export type RunningService = {
  describe(): Promise<Description>;
  stop(): Promise<void>;
};

/** What a running service prints. The lines of all services stand together under the same headings. */
export type Description = {
  /** What runs, and where. */
  readonly running: string;
  readonly contracts?: Readonly<Record<string, string>>;
  readonly keys: readonly DevSecret[];
  readonly next: readonly Hint[];
};

/** A key that everybody has. */
export type DevSecret = {
  readonly name: string;
  /** The key itself, or its address. */
  readonly value: string;
  /** Beside an address. */
  readonly privateKey?: string;
  readonly note?: string;
};

/** What to try next: what it shows, and how. */
export type Hint = readonly [what: string, how: string];
