import type { ChainOptions, SignerOptions } from "./chainOptions.ts";

const DEFAULT_RPC = "http://127.0.0.1:8545";

/** The options for a next command on the same chain, signed with the key of `role`. */
export function asRole(options: SignerOptions, role: string, isLocal = options.as !== undefined): string {
  const key = isLocal ? `--as ${role}` : `--key ${role}.json`;
  return [key, ...chainFlags(options)].join(" ");
}

/** The options for a next command on the same chain, signed with the same key. */
export function asBefore(options: SignerOptions): string {
  const key = options.key === undefined ? `--as ${options.as}` : `--key ${quoted(options.key)}`;
  return [key, ...chainFlags(options)].join(" ");
}

/** The options for a next command that only reads the same chain, each after a space. */
export function chainOf(options: ChainOptions): string {
  return readingFlags(options)
    .map((word) => ` ${word}`)
    .join("");
}

function chainFlags({ relay, ...options }: SignerOptions): string[] {
  const { DOORKEY_RELAY } = process.env;
  const relayFlags = relay === DOORKEY_RELAY || relay === undefined ? [] : ["--relay", quoted(relay)];
  return [...readingFlags(options), ...relayFlags];
}

function readingFlags({ rpc, deployment }: ChainOptions): string[] {
  const { DOORKEY_RPC = DEFAULT_RPC } = process.env;
  return [
    ...(rpc === DOORKEY_RPC ? [] : ["--rpc", quoted(rpc)]),
    ...(deployment === undefined ? [] : ["--deployment", quoted(deployment)]),
  ];
}

/** Flags with their values, for each option that was given. */
export function givenFlags(options: Readonly<Record<string, string | readonly string[] | undefined>>): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...[value].flat().map(quoted)],
  );
}

/** Quotes a word for a shell if it needs it. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
