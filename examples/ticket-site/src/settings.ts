/** The settings in the environment, checked once at the start. chain.ts reads those of the chain. */
export type Settings = {
  readonly port: number;
  /** Signs grants. Needs no ether. */
  readonly agentKey: string;
  /** Folder of its databases. */
  readonly data: string;
  /** File of the event document, as the organizer serves it. */
  readonly eventDocument: string;
  /** Address of the attester's page, on which fans who enter a draw show a document. */
  readonly identityCheck: string | undefined;
  readonly shop: Shop;
};

/** The shop, and what it sells. */
export type Shop = {
  readonly name: string;
  readonly agentId: number;
  readonly eventId: number;
  /** Price of a place by class. These are the classes that the organizer lets it sell. */
  readonly prices: ReadonlyMap<string, number>;
  /** ISO 4217, such as EUR. */
  readonly currency: string;
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
  const prices = (name: string, otherwise: string): ReadonlyMap<string, number> => {
    const value = text(name, { otherwise });
    const known = pricesIn(value);
    if (known === undefined) faults.push(`${name} must be JSON such as ${otherwise}, not "${value}".`);
    return known ?? new Map();
  };
  const currency = (name: string, otherwise: string): string => {
    const value = text(name, { otherwise });
    if (!/^[A-Z]{3}$/.test(value)) faults.push(`${name} must be three letters such as EUR, not "${value}".`);
    return value;
  };

  const settings: Settings = {
    port: whole("PORT", { otherwise: "8080" }),
    agentKey: text("AGENT_KEY", { source: REGISTER }),
    data: text("DATA", { otherwise: "." }),
    eventDocument: text("EVENT_DOCUMENT", { otherwise: "event.json" }),
    identityCheck: environment.IDENTITY_CHECK || undefined,
    shop: {
      name: text("SHOP_NAME", { otherwise: "Ticket Shop" }),
      agentId: whole("AGENT_ID", { source: REGISTER }),
      eventId: whole("EVENT_ID", { source: "The organizer knows the number of the event." }),
      prices: prices("PRICES", '{"standing": 25}'),
      currency: currency("CURRENCY", "EUR"),
    },
  };
  if (settings.identityCheck !== undefined && !/^https?:\/\/\S+$/.test(settings.identityCheck)) {
    faults.push(`IDENTITY_CHECK must be the address of a page, not "${settings.identityCheck}".`);
  }
  const { prices: asked, currency: coin } = settings.shop;
  const isWhole = (price: number) => Number(price.toFixed(decimalsOf(coin))) === price;
  if (/^[A-Z]{3}$/.test(coin) && ![...asked.values()].every(isWhole)) {
    faults.push(`PRICES must have at most ${decimalsOf(coin)} decimals in ${coin}.`);
  }
  if (faults.length > 0) throw new Error(`Settings are missing or wrong:\n  ${faults.join("\n  ")}`);
  return settings;
}

/** Decimals of a currency: 2 of EUR, none of JPY. */
export function decimalsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function pricesIn(text: string): ReadonlyMap<string, number> | undefined {
  try {
    const prices = Object.entries<unknown>(JSON.parse(text));
    const isPrice = (price: unknown): price is number => typeof price === "number" && price >= 0 && price < 1e6;
    const known = prices.flatMap(([name, price]) => (isPrice(price) ? [[name, price] as const] : []));
    return known.length === prices.length && known.length > 0 ? new Map(known) : undefined;
  } catch {
    return undefined;
  }
}
