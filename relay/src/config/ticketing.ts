/** The preset that `init` writes: everything a ticketing business calls, and nothing else. */

import type { ContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";
import { abiOf, namedBy } from "../policy/functions.ts";

export type Preset = {
  readonly chainId: number;
  readonly rpc: string;
  /** Left out: those that the package `doorkey` knows of the chain. */
  readonly contracts?: Readonly<Record<string, Address>>;
  readonly keystore?: string;
  readonly sponsor: { readonly id: string; readonly keyHash: string; readonly organizers: readonly number[] };
  readonly adminKeyHash: string;
};

/** What one call of a contract may want at most. */
const MAX_GAS: { readonly [contract in ContractName]?: number } = {
  AgentRegistry: 500_000,
  EventRegistry: 4_000_000,
  EntryRightRegistry: 12_000_000,
  AttesterIdentityVerifier: 200_000,
};

/**
 * A whole configuration file, its functions taken from the ABI.
 *
 * @example
 * await writeFile("relay.yaml", ticketing({ chainId: 31337, rpc, keystore, sponsor, adminKeyHash }));
 */
export function ticketing(preset: Preset): string {
  const { chainId, rpc, contracts, keystore, sponsor, adminKeyHash } = preset;
  return `# Doorkey's gas relay. Read again when it changes: sponsors, limits, bounds, webhooks and the admin key at once,
# the rest with a restart. Everything that is left out has a default: see README.md.
version: 1

chain:
  id: ${chainId}
  rpc:
    - ${JSON.stringify(rpc)}
  confirmations: ${chainId === 31337 ? 1 : 12}
${contracts === undefined ? "" : contractLines(contracts)}
# Left out, the database is a folder beside this file, for one process. For several replicas:
# database: { url: "postgres://relay@db.internal/relay" } # or DOORKEY_RELAY_DATABASE_URL

# Keys that send and pay. Their password comes from DOORKEY_RELAY_PASSWORD_FILE.
signers:${keystore === undefined ? " []" : `\n  - keystore: ${JSON.stringify(keystore)}`}

fees:
  maxFeePerGas: 50 gwei # nothing is ever offered above it, and budgets are reserved at it
  lowBalance: 0.05 ether # a signer with less begins nothing new

admin:
  keyHash: ${adminKeyHash}

# Who pays for what. What is not listed is refused.
sponsors:
  - id: ${sponsor.id}
    keys:
      - ${sponsor.keyHash}
    # Holders' returns and gates' admissions at events of these organizers need no key.
    organizers: [${sponsor.organizers.join(", ")}]
    # Reserved at fees.maxFeePerGas until it is known what was paid: 0.3 ether for a grant of 1,000 rights.
    budget: { perDay: 2 ether, perMonth: 20 ether }
    allow:
${allowLines(sponsor.organizers)}`;
}

function contractLines(contracts: Readonly<Record<string, Address>>): string {
  const lines = Object.entries(contracts).map(([name, address]) => `    ${name}: ${JSON.stringify(address)}\n`);
  return `  contracts:\n${lines.join("")}`;
}

/** An entry for each contract: one under the rule that its events are the organizers', one for what names no event. */
function allowLines(organizers: readonly number[]): string {
  const entries = (Object.keys(MAX_GAS) as ContractName[]).flatMap((contract) => {
    const functions = Object.entries(namedBy[contract]);
    const ruled = functions.filter(([, { events, rights, organizers: named }]) => events ?? rights ?? named);
    const free = functions.filter((one) => !ruled.includes(one));
    return [entry(contract, names(ruled), organizers), entry(contract, names(free), [])];
  });
  return [
    ...entries,
    `      # Takes back a request that was signed: uses up its nonce.
      - to: GasRelayForwarder
        functions: [cancel]
`,
  ].join("");
}

const names = (functions: readonly [string, unknown][]): string[] => functions.map(([name]) => name);

function entry(contract: ContractName, functions: readonly string[], organizers: readonly number[]): string {
  if (functions.length === 0) return "";
  const lines = functions.map((name) => `          - ${name} # ${abiOf(contract).getFunction(name)?.selector}\n`);
  const only = organizers.length === 0 ? "" : `        only: { organizers: [${organizers.join(", ")}] }\n`;
  return `      - to: ${contract}
        maxGas: ${MAX_GAS[contract]}
${only}        functions:
${lines.join("")}`;
}
