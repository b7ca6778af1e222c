/** Which code a file goes into, and which tests look at it, the fastest first. */

import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

/** Tests that run together in one process. */
export type Suite = {
  readonly kind: "solidity" | "mocha";
  readonly tests: readonly string[];
  /** Sources whose contracts have the code of the file in them, besides those of the suites before. */
  readonly sources: readonly string[];
};

type Row = { readonly of: RegExp; readonly suites: readonly Suite[] };

const AGENTS = "contracts/teams/AgentRegistry.sol";
const EVENTS = "contracts/events/EventRegistry.sol";
const RIGHTS = "contracts/rights/EntryRightRegistry.sol";
const VERIFIER = "contracts/identity/AttesterIdentityVerifier.sol";
const FORWARDER = "contracts/relay/GasRelayForwarder.sol";
const BALLOT = "contracts/ballot/Ballot.sol";
const PACKING = "contracts/types/Packing.t.sol";
const VECTORS = "contracts/mocks/VectorsHarness.sol";
const TEAMS = "contracts/teams/Teams.t.sol";
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

function solidity(tests: readonly string[], ...sources: readonly string[]): Suite {
  return { kind: "solidity", tests, sources };
}

function mocha(tests: readonly string[], ...sources: readonly string[]): Suite {
  return { kind: "mocha", tests, sources };
}

/** The first row that fits a file is its own. */
const ROWS: readonly Row[] = [
  {
    of: /^contracts\/(ballot\/|libraries\/(Entrants|Ranks|Shares)|types\/PerSize)/,
    suites: [
      solidity(await files("contracts/ballot/*.t.sol"), BALLOT, "contracts/ballot/DrandBeacon.sol"),
      mocha(await files("test/ballot/*.test.ts")),
    ],
  },
  {
    of: /^contracts\/(hooks\/|libraries\/SaleTree)/,
    suites: [
      solidity(
        await files("contracts/hooks/*.t.sol"),
        "contracts/hooks/MerkleSaleHook.sol",
        "contracts/mocks/LawlessSaleHook.sol",
      ),
    ],
  },
  {
    of: /^contracts\/identity\/IdentityVerifier/,
    suites: [solidity(["contracts/identity/IdentityVerifier.t.sol"], "contracts/mocks/LawlessVerifier.sol")],
  },
  {
    of: /^contracts\/relay\/RelayContext/,
    suites: [
      solidity([TEAMS], AGENTS),
      solidity(EVENT_TESTS, EVENTS),
      mocha([...flows("relayed"), AUTHORIZATION], RIGHTS, VERIFIER),
    ],
  },
  {
    of: /^contracts\/relay\//,
    suites: [solidity(RELAY_TESTS, FORWARDER), mocha(await files("test/forwarder/*.test.ts"))],
  },
  {
    of: /^contracts\/teams\//,
    suites: [solidity([TEAMS], AGENTS), solidity(EVENT_TESTS, EVENTS), mocha([AUTHORIZATION])],
  },
  {
    of: /^contracts\/(events\/|libraries\/(Schedules|TermsChecks|AgentTree))/,
    suites: [
      solidity(EVENT_TESTS, EVENTS),
      solidity([...VERIFIER_TESTS, ...RIGHT_TESTS]),
      mocha([AUTHORIZATION, ...flows("grant-agents", "reopen", "revoke", "hostile", "attacks")]),
    ],
  },
  {
    of: /^contracts\/identity\//,
    suites: [solidity(VERIFIER_TESTS, VERIFIER), mocha(flows("persons", "name-right", "attacks"))],
  },
  {
    of: /^contracts\/types\/(AgentChain|GrantTerms|AgentId|EventId|OrganizerId)/,
    suites: [
      solidity([PACKING], PACKING),
      solidity(EVENT_TESTS, EVENTS),
      solidity(RIGHT_TESTS, RIGHTS),
      mocha(flows("grant-agents", "grant")),
    ],
  },
  {
    of: /^contracts\/types\//,
    suites: [
      solidity([PACKING], PACKING),
      solidity(RIGHT_TESTS, RIGHTS),
      mocha(["test/vectors.test.ts", ...flows("views", "grant", "rebind", "admit")], VECTORS),
      solidity([LEDGER]),
    ],
  },
  {
    of: /^contracts\/rights\/Granting/,
    suites: rightSuites("grant-refused", "grant", "grant-agents", "persons", "sale-hook", "hostile"),
  },
  { of: /^contracts\/rights\/Freeing/, suites: rightSuites("return", "revoke", "reopen") },
  { of: /^contracts\/rights\/Rebinding/, suites: rightSuites("rebind", "name-right", "persons") },
  { of: /^contracts\/rights\/Admitting/, suites: rightSuites("admit", "admit-range", "admit-by-hand") },
  {
    of: /^contracts\/libraries\/(HolderSignatures|Statements)/,
    suites: [mocha(["test/vectors.test.ts"], VECTORS), ...rightSuites("admit", "return", "rebind")],
  },
  {
    of: /^contracts\/(rights|libraries)\//,
    suites: [solidity(RIGHT_TESTS, RIGHTS), mocha([...RIGHT_FLOWS, AUTHORIZATION]), solidity([LEDGER])],
  },
];

/** The random walks in Solidity take longest. */
function rightSuites(...names: readonly string[]): Suite[] {
  return [solidity(RIGHT_TESTS, RIGHTS), mocha([...flows(...names), AUTHORIZATION]), solidity([LEDGER])];
}

/**
 * What to compile and to run for a file, one suite after the other.
 *
 * @throws if no row fits it
 */
export function suitesOf(file: string): readonly Suite[] {
  const row = ROWS.find(({ of }) => of.test(file));
  if (row === undefined) throw new Error(`tools/mutants/targets.ts has no row for ${file}`);
  // A unit test beside a library has the library's code in itself.
  const name = basename(file, ".sol");
  const unit = `${dirname(file)}/${name}.t.sol`;
  if (!file.startsWith("contracts/libraries/") || !exists(unit)) return row.suites;
  return [solidity([unit], ...[unit, `contracts/mocks/${name}Harness.sol`].filter(exists)), ...row.suites];
}

function exists(path: string): boolean {
  return existsSync(join(ROOT, path));
}
