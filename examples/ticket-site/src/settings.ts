/** The settings in the environment, checked once at the start. chain.ts reads those of the chain. */
export type Settings = {
  readonly port: number;
  /** Signs grants. Needs no ether. */
  readonly agentKey: string;
  /** Folder of its databases. */
  readonly data: string;
  /** File of the event document, as the organizer serves it. */
  readonly eventDocument: string;
  readonly shop: Shop;
};

/** The shop, and what it sells. */
export type Shop = {
  readonly name: string;
  readonly agentId: number;
  readonly eventId: number;
  /** Classes that the organizer lets it sell. */
  readonly classNames: readonly string[];
};

/** Reads the settings. Throws once, with every setting that is missing or wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const faults: string[] = [];
  const text = (name: string, otherwise?: string): string => {
    const value = environment[name] || otherwise;
    if (value === undefined) faults.push(`${name} is not set.`);
    return value ?? "";
  };
  const whole = (name: string, otherwise?: string): number => {
    const value = text(name, otherwise);
    if (value !== "" && !/^[1-9]\d{0,9}$/.test(value)) faults.push(`${name} must be a whole number, not "${value}".`);
    return Number(value);
  };

  const settings: Settings = {
    port: whole("PORT", "8080"),
    agentKey: text("AGENT_KEY"),
    data: text("DATA", "."),
    eventDocument: text("EVENT_DOCUMENT", "event.json"),
    shop: {
      name: text("SHOP_NAME", "Ticket Shop"),
      agentId: whole("AGENT_ID"),
      eventId: whole("EVENT_ID"),
      classNames: text("CLASSES", "standing").split(","),
    },
  };
  if (faults.length > 0) throw new Error(`Settings are missing or wrong:\n  ${faults.join("\n  ")}`);
  return settings;
}
