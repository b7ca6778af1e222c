/** The shape of `office.yaml`. An operator reads a `description` when a value is wrong. */

import { type Static, type TSchema, Type } from "typebox";

const strict = { additionalProperties: false } as const;

const object = <properties extends Record<string, TSchema>>(properties: properties) => Type.Object(properties, strict);

/** A group of settings that all have defaults. It may be left out. */
const settings = <properties extends Record<string, TSchema>>(properties: properties) =>
  Type.Object(properties, { ...strict, default: {} });

const whole = (standard: number, minimum: number, maximum: number) =>
  Type.Integer({ default: standard, minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` });

const id = (what: string) => Type.Integer({ minimum: 1, maximum: 0xffff_ffff, description: `${what}'s id` });

const url = Type.String({ pattern: "^https?://", description: "a URL of https or http" });

const path = (what: string) => Type.String({ minLength: 1, description: `the path of ${what}` });

const chain = object({
  rpc: Type.Array(url, { minItems: 1, maxItems: 8, description: "one to eight JSON-RPC URLs" }),
});

const relay = object({
  url,
  /** The sponsor's key for the relay. */
  keyFrom: Type.Optional(
    Type.String({ pattern: "^[A-Z][A-Z0-9_]*$", description: "the name of an environment variable" }),
  ),
});

const server = object({
  host: Type.Optional(Type.String({ minLength: 1, description: "a host name or address to listen on" })),
  port: whole(8480, 0, 65_535),
  /** On this machine only: commands of operators, and metrics. */
  operatorPort: whole(8481, 0, 65_535),
  /** Where fans' wallets reach the office, through your web server, which has the certificate. */
  url: Type.String({
    pattern: "^https?://[^?#]+$",
    description: "the https address of the seller's routes, such as https://tickets.shop.example/door",
  }),
});

/** Keys for the persons of events: an attester's, and the secret behind person tags. */
const persons = object({ attester: path("a keystore file"), eventKey: path("a keystore file") });

const event = object({
  id: id("the event"),
  /** If it is missing, the document is fetched from where the organizer serves it. */
  document: Type.Optional(path("an event document")),
});

const shop = object({
  id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,30}$", description: "1 to 31 small letters, digits and hyphens" }),
  keyHash: Type.String({ pattern: "^sha256:[0-9a-f]{64}$", description: "what `add-shop` printed" }),
});

const endpoint = object({
  id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,30}$", description: "1 to 31 small letters, digits and hyphens" }),
  url,
  /** The secret that signs what is posted there. */
  secretFrom: Type.String({ pattern: "^[A-Z][A-Z0-9_]*$", description: "the name of an environment variable" }),
  /** The one shop of whose orders it learns. Defaults to all orders. */
  shop: Type.Optional(Type.String({ minLength: 1, description: "the id of a shop" })),
});

const webhooks = settings({
  allowPrivateAddresses: Type.Boolean({ default: false, description: "true or false" }),
  endpoints: Type.Array(endpoint, { default: [], maxItems: 64, description: "a list of endpoints" }),
});

const sales = settings({
  /** How long the box office keeps places while a buyer pays. */
  keepMinutes: whole(15, 1, 1_440),
  /** How long a phone may claim what was paid. */
  claimHours: whole(168, 1, 8_760),
});

const staff = settings({
  /** How long a clerk stays signed in. */
  sessionHours: whole(12, 1, 720),
});

export const ConfigFile = object({
  version: Type.Literal(1, { description: "1" }),
  agent: id("the agent"),
  chain,
  relay: Type.Optional(relay),
  server,
  /** Serves the built wallet on a port of its own, for development. */
  walletPort: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description: "a port" })),
  /** Folder of the databases and of imports, relative to the configuration file. */
  data: Type.String({ default: "data", minLength: 1, description: "a folder" }),
  /** Encrypted JSON keystores (Ethereum's version 3), relative to the configuration file. */
  keys: object({ agent: path("a keystore file") }),
  persons: Type.Optional(persons),
  events: Type.Array(event, { minItems: 1, maxItems: 256, description: "a list of events" }),
  /** Shops that open purchases with a key of their own. */
  shops: Type.Array(shop, { default: [], maxItems: 64, description: "a list of shops" }),
  /** Hosts of the seller's own pages, to which a wallet sends fans back. Defaults to that of `server.url`. */
  sites: Type.Array(Type.String({ pattern: "^[a-z0-9.-]+(:[0-9]+)?$", description: "a host, in small letters" }), {
    default: [],
    maxItems: 16,
    description: "a list of hosts",
  }),
  sales,
  staff,
  /** Where claims, grants and news are posted to. */
  webhooks,
});

/** The file with defaults filled in. */
export type ConfigFile = Static<typeof ConfigFile>;
