/** The shape of `gate.yaml`. An operator reads a `description` when a value is wrong. */

import { type Static, type TSchema, Type } from "typebox";

const strict = { additionalProperties: false } as const;

const object = <properties extends Record<string, TSchema>>(properties: properties) => Type.Object(properties, strict);

/** A group of settings that all have defaults. It may be left out. */
const settings = <properties extends Record<string, TSchema>>(properties: properties) =>
  Type.Object(properties, { ...strict, default: {} });

const whole = (standard: number, minimum: number, maximum: number) =>
  Type.Integer({ default: standard, minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` });

const oneOf = <word extends string>(standard: NoInfer<word>, ...words: word[]) =>
  Type.Union(
    words.map((word) => Type.Literal(word)),
    { default: standard, description: words.map((word) => `"${word}"`).join(" or ") },
  );

const url = (schemes: string) => Type.String({ pattern: `^(${schemes})://`, description: `a URL of ${schemes}` });

const path = (what: string) => Type.String({ minLength: 1, description: `the path of ${what}` });

const name = (what: string) =>
  Type.String({ pattern: "^\\S(.{0,38}\\S)?$", description: `${what}, 1 to 40 characters` });

const classNames = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: "a list of class names" });

const chain = object({
  rpc: Type.Array(url("https?"), { minItems: 1, maxItems: 8, description: "one to eight JSON-RPC URLs" }),
});

const relay = object({
  url: url("https?"),
  /** Admissions need no key if a sponsor pays for the event's organizer. */
  keyFrom: Type.Optional(
    Type.String({ pattern: "^[A-Z][A-Z0-9_]*$", description: "the name of an environment variable" }),
  ),
});

const server = settings({
  /** Defaults to every address with `tls`, and to 127.0.0.1 without it. */
  host: Type.Optional(Type.String({ minLength: 1, description: "a host name or address to listen on" })),
  port: whole(8443, 0, 65_535),
  /** On this machine only: commands of operators, and metrics. */
  operatorPort: whole(8444, 0, 65_535),
  /** The name under which gates reach the hub. It is in the certificate. */
  name: Type.Optional(
    Type.String({ pattern: "^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", description: "a host name in small letters" }),
  ),
});

const tls = object({ cert: path("a PEM certificate chain"), key: path("its PEM key") });

const keys = object({
  /** Encrypted JSON keystores (Ethereum's version 3), relative to the configuration file. */
  scanner: path("a keystore file"),
  desk: Type.Optional(path("a keystore file")),
});

const lane = object({
  number: Type.Integer({ minimum: 1, maximum: 65_535, description: "a whole number from 1 to 65535" }),
  name: name("a name that stewards know"),
  /** Classes that may enter here. Defaults to all. */
  classes: Type.Optional(classNames),
});

const identity = object({
  classes: Type.Optional(classNames),
  /** Rights that were rebound at most this many hours before the scan. */
  reboundWithinHours: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: 8_760, description: "hours, up to 8760" }),
  ),
  /** This share of all rights. */
  sample: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: "a share from 0 to 1" })),
});

const passkey = object({
  origin: Type.String({ pattern: "^https?://[^/]+$", description: "an origin such as https://wallet.example" }),
  domain: Type.Optional(Type.String({ minLength: 1, description: "the domain that the passkeys belong to" })),
});

const policy = settings({
  identity: Type.Optional(identity),
  /** Whether people may leave and come back. */
  reentry: oneOf("none", "none", "allowed"),
  zones: Type.Array(name("a zone's name"), { default: [], maxItems: 64, description: "a list of zone names" }),
  /** What a gate does that cannot reach the hub. */
  alone: oneOf("accept", "accept", "own-classes", "stop"),
  /** When codes must answer a challenge of the gate. */
  challenge: oneOf("never", "never", "always"),
  /** Seconds during which a valid code of the same ticket at the same lane is "just let in". */
  againSeconds: whole(20, 0, 120),
  /** Pages where passkeys were made. Without one the gate refuses every passkey. */
  passkeys: Type.Array(passkey, { default: [], maxItems: 16, description: "a list of origins" }),
});

const settle = settings({
  when: oneOf("prompt", "prompt", "after-doors"),
  /** Seconds during which an entry can be undone before it is delivered. */
  undoSeconds: whole(60, 0, 3_600),
});

const pin = Type.String({
  pattern: "^scrypt:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{43}$",
  description: "what `init` printed",
});

export const ConfigFile = object({
  version: Type.Literal(1, { description: "1" }),
  event: Type.Integer({ minimum: 1, maximum: 0xffff_ffff, description: "the event's id" }),
  chain,
  relay: Type.Optional(relay),
  server,
  tls: Type.Optional(tls),
  /** Folder of the database and of the kept list, relative to the configuration file. */
  data: Type.String({ default: "data", minLength: 1, description: "a folder" }),
  keys,
  /** Which rights the references of orders name, for entries by hand. Dropped after the event. */
  guests: Type.Optional(path("a CSV file of references and rights")),
  lanes: Type.Array(lane, { minItems: 1, maxItems: 1_000, description: "a list of lanes" }),
  policy,
  settle,
  /** Hash of the PIN that makes a device a supervisor's for some minutes. */
  supervisorPin: pin,
});

/** The file with defaults filled in. */
export type ConfigFile = Static<typeof ConfigFile>;
