/** The preset that `init` writes: everything a ticketing business calls, and nothing else. */

import type { ContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";
import { abiOf, namedBy } from "../policy/functions.ts";
import { type PresetName, presetOf } from "./presets.ts";

export type Preset = {
  readonly chainId: number;
  readonly rpc: string;
  /** Defaults to those that the package `doorkey` knows on the chain. */
  readonly contracts?: Readonly<Record<string, Address>>;
  readonly keystore?: string;
  readonly sponsor: { readonly id: string; readonly keyHash: string; readonly organizers: readonly number[] };
  readonly adminKeyHash: string;
  /** Defaults to `ticketing`. */
  readonly preset?: PresetName;
};

/**
 * The most gas that one call of a contract may use. A fork may make calls dearer: EIP-8037 makes a registration take four
 * times as much. So each has room for five times what its dearest call takes today, up to the most for any request.
 */
const MAX_GAS: { readonly [contract in ContractName]?: number } = {
  AgentRegistry: 1_000_000,
  EventRegistry: 12_000_000,
  EntryRightRegistry: 12_000_000,
  AttesterIdentityVerifier: 500_000,
  DrandBeacon: 1_000_000,
  Ballot: 12_000_000,
};

/**
 * A whole configuration file, its functions taken from the ABI.
 *
 * @example
 * await writeFile("relay.yaml", ticketing({ chainId: 31337, rpc, keystore, sponsor, adminKeyHash }));
 */
export function ticketing(preset: Preset): string {
  const { chainId, rpc, contracts, keystore, sponsor, adminKeyHash } = preset;
  const { lines, budget } = presetOf[preset.preset ?? "ticketing"];
  return `# Configuration of Doorkey's gas relay. When this file changes, sponsors, limits, bounds, webhooks and the admin key
# change at once, the rest after a restart. What is left out has a default: see README.md.
version: 1

chain:
  id: ${chainId}
  rpc:
    - ${JSON.stringify(rpc)}
  confirmations: ${chainId === 31337 ? 1 : 12}
${contracts === undefined ? "" : contractLines(contracts)}
# By default the database is a folder beside this file, for one process. For several replicas:
# database: { url: "postgres://relay@db.internal/relay" } # or DOORKEY_RELAY_DATABASE_URL

# Keys that send and pay. Their password comes from DOORKEY_RELAY_PASSWORD_FILE.
signers:${keystore === undefined ? " []" : `\n  - keystore: ${JSON.stringify(keystore)}`}

fees:
  maxFeePerGas: 50 gwei # the relay never offers more, and budgets are reserved at this price
  lowBalance: 0.05 ether # a signer with less builds no new transactions
${lines}
# The key of operators, for commands and for the page /admin/.
admin:
  keyHash: ${adminKeyHash}

# Final requests are dropped after this time. It must not be shorter than the longest deadline.
retention:
  days: 90

# Who pays for what. What is not listed is refused.
sponsors:
  - id: ${sponsor.id}
    keys:
      - ${sponsor.keyHash}
    # Holders' returns, acts at draws and gates' admissions at events of these organizers need no key.
    organizers: [${sponsor.organizers.join(", ")}]
${budget}
    allow:
${allowLines(sponsor.organizers, contracts)}`;
}

function contractLines(contracts: Readonly<Record<string, Address>>): string {
  const lines = Object.entries(contracts).map(([name, address]) => `    ${name}: ${JSON.stringify(address)}\n`);
  return `  contracts:\n${lines.join("")}`;
}

/**
 * Two entries for each contract that the chain has: one limited to the organizers' events, one for functions that name
 * no event.
 */
function allowLines(organizers: readonly number[], contracts: Preset["contracts"]): string {
  const known = (Object.keys(MAX_GAS) as ContractName[]).filter((name) => contracts === undefined || name in contracts);
  const entries = known.flatMap((contract) => {
    const functions = Object.entries(namedBy[contract]);
    const ruled = functions.filter(([, { events, rights, organizers: named }]) => events ?? rights ?? named);
    const free = functions.filter((one) => !ruled.includes(one));
    return [entry(contract, names(ruled), organizers), entry(contract, names(free), [])];
  });
  return [
    ...entries,
    `      # Cancels a signed request by using up its nonce.
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
