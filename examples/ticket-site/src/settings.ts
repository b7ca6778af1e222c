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

/** What a setting is if it is missing, or where its reader gets it. */
type Source =
  | { readonly otherwise: string; readonly source?: never }
  | { readonly otherwise?: never; readonly source: string };

const REGISTER = `"npm run --silent register -- 'Ticket Shop' http://localhost:8080 >> .env" registers the shop and writes it.`;

/** Reads the settings. Throws once, with every setting that is missing or wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const faults: string[] = [];
  const text = (name: string, { otherwise, source }: Source): string => {
    const value = environment[name] || otherwise;
    if (value === undefined) faults.push(`${name} is not set. ${source}`);
    return value ?? "";
  };
  const whole = (name: string, from: Source): number => {
    const value = text(name, from);
    if (value !== "" && !/^[1-9]\d{0,9}$/.test(value)) faults.push(`${name} must be a whole number, not "${value}".`);
    return Number(value);
  };

  const settings: Settings = {
    port: whole("PORT", { otherwise: "8080" }),
    agentKey: text("AGENT_KEY", { source: REGISTER }),
    data: text("DATA", { otherwise: "." }),
    eventDocument: text("EVENT_DOCUMENT", { otherwise: "event.json" }),
    shop: {
      name: text("SHOP_NAME", { otherwise: "Ticket Shop" }),
      agentId: whole("AGENT_ID", { source: REGISTER }),
      eventId: whole("EVENT_ID", { source: "The organizer knows the number of the event." }),
      classNames: text("CLASSES", { otherwise: "standing" }).split(","),
    },
  };
  if (faults.length > 0) throw new Error(`Settings are missing or wrong:\n  ${faults.join("\n  ")}`);
  return settings;
}
