/** Which code a file goes into, and which tests look at it, the fastest first. */

import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

export type Target = {
  /** Sources whose contracts have the code of the file in them. */
  readonly sources: readonly string[];
  /** Tests in Solidity, one run each. */
  readonly solidity: readonly (readonly string[])[];
  /** Flows in TypeScript, one run each. */
  readonly flows: readonly string[];
};

type Row = { readonly of: RegExp } & Target;

const AGENTS = "contracts/teams/AgentRegistry.sol";
const EVENTS = "contracts/events/EventRegistry.sol";
const RIGHTS = "contracts/rights/EntryRightRegistry.sol";
const VERIFIER = "contracts/identity/AttesterIdentityVerifier.sol";
const FORWARDER = "contracts/relay/GasRelayForwarder.sol";
const PACKING = "contracts/types/Packing.t.sol";
const LEDGER = "test/invariant/Ledger.t.sol";

const EVENT_TESTS = await files("contracts/events/*.t.sol");
const RIGHT_TESTS = await files("contracts/rights/*.t.sol");
const RELAY_TESTS = await files("contracts/relay/*.t.sol");
const VERIFIER_TESTS = await files("contracts/identity/*.t.sol");
const RIGHT_FLOWS = await files("test/rights/*.test.ts");
const AUTHORIZATION = "test/authorization.test.ts";

function flows(...names: readonly string[]): string[] {
  return names.map((name) => `test/rights/${name}.test.ts`);
}

/** The first row that fits a file is its own. */
const ROWS: readonly Row[] = [
  {
    of: /^contracts\/(hooks\/|libraries\/SaleTree)/,
    sources: ["contracts/hooks/MerkleSaleHook.sol", "contracts/mocks/LawlessSaleHook.sol"],
    solidity: [await files("contracts/hooks/*.t.sol")],
    flows: [],
  },
  {
    of: /^contracts\/identity\/IdentityVerifier/,
    sources: ["contracts/mocks/LawlessVerifier.sol"],
    solidity: [["contracts/identity/IdentityVerifier.t.sol"]],
    flows: [],
  },
  {
    of: /^contracts\/relay\/RelayContext/,
    sources: [AGENTS, EVENTS, RIGHTS, VERIFIER],
    solidity: [["contracts/teams/Teams.t.sol"], EVENT_TESTS],
    flows: [...flows("relayed"), AUTHORIZATION],
  },
  {
    of: /^contracts\/relay\//,
    sources: [FORWARDER],
    solidity: [RELAY_TESTS],
    flows: await files("test/forwarder/*.test.ts"),
  },
  {
    of: /^contracts\/teams\//,
    sources: [AGENTS, EVENTS],
    solidity: [["contracts/teams/Teams.t.sol"], EVENT_TESTS],
    flows: [AUTHORIZATION],
  },
  {
    of: /^contracts\/(events\/|libraries\/(Schedules|TermsChecks|AgentTree))/,
    sources: [EVENTS],
    solidity: [EVENT_TESTS, VERIFIER_TESTS, RIGHT_TESTS],
    flows: [AUTHORIZATION, ...flows("grant-agents", "reopen", "revoke", "hostile")],
  },
  {
    of: /^contracts\/identity\//,
    sources: [VERIFIER],
    solidity: [VERIFIER_TESTS],
    flows: flows("persons", "name-right"),
  },
  {
    of: /^contracts\/types\/(AgentChain|GrantTerms|AgentId|EventId|OrganizerId)/,
    sources: [EVENTS, RIGHTS, PACKING],
    solidity: [[PACKING], EVENT_TESTS, RIGHT_TESTS],
    flows: flows("grant-agents", "grant"),
  },
  {
    of: /^contracts\/types\//,
    sources: [RIGHTS, PACKING, "contracts/mocks/VectorsHarness.sol"],
    solidity: [[PACKING], RIGHT_TESTS, [LEDGER]],
    flows: ["test/vectors.test.ts", ...flows("views", "grant", "rebind", "admit")],
  },
  {
    of: /^contracts\/rights\/Granting/,
    sources: [RIGHTS],
    solidity: [RIGHT_TESTS, [LEDGER]],
    flows: flows("grant-refused", "grant", "grant-agents", "persons", "sale-hook", "hostile"),
  },
  {
    of: /^contracts\/rights\/Freeing/,
    sources: [RIGHTS],
    solidity: [RIGHT_TESTS, [LEDGER]],
    flows: [...flows("return", "revoke", "reopen"), AUTHORIZATION],
  },
  {
    of: /^contracts\/rights\/Rebinding/,
    sources: [RIGHTS],
    solidity: [RIGHT_TESTS, [LEDGER]],
    flows: flows("rebind", "name-right", "persons"),
  },
  {
    of: /^contracts\/rights\/Admitting/,
    sources: [RIGHTS],
    solidity: [RIGHT_TESTS, [LEDGER]],
    flows: flows("admit", "admit-range", "admit-by-hand"),
  },
  { of: /^contracts\/(rights|libraries)\//, sources: [RIGHTS], solidity: [RIGHT_TESTS, [LEDGER]], flows: RIGHT_FLOWS },
];

/**
 * What to compile and to run for a file.
 *
 * @throws if no row fits it
 */
export function targetOf(file: string): Target {
  const row = ROWS.find(({ of }) => of.test(file));
  if (row === undefined) throw new Error(`tools/mutants/targets.ts has no row for ${file}`);
  const name = basename(file, ".sol");
  const unit = `${dirname(file)}/${name}.t.sol`;
  const beside = [unit, `contracts/mocks/${name}Harness.sol`].filter((path) => existsSync(join(ROOT, path)));
  // A unit test beside a library has the library's code in itself.
  const own = file.startsWith("contracts/libraries/") ? beside : [];
  return {
    sources: [...row.sources, ...own],
    solidity: own.includes(unit) ? [[unit], ...row.solidity] : row.solidity,
    flows: row.flows,
  };
}
