/**
 * Baselines from a study before the contracts were written: gas of peers on osaka (Hardhat 3.18.0, EDR 0.22.0), whole
 * transactions divided by N, counters warm, and distinct holders if an operation does not name ONE owner.
 *
 * For peers on npm, a run must find these figures again. The others cannot run here: their code was compiled once from
 * its repository, and their figures are constants.
 */

import type { GasRow } from "./rows.ts";

/** Gas per unit by N. */
type ByN = Readonly<Record<number, number>>;
type Figures = Readonly<Record<string, Readonly<Record<string, ByN>>>>;

const [ISSUE, REVOKE] = ["issue", "revoke (burn)"];

/** The figures that a run must find again, by system and operation. */
const published: Figures = {
  "Unlock PublicLock V15": {
    "issue (grantKeys)": { 1: 173_658, 10: 126_061, 100: 121_302 },
    "issue (grantKeys, key manager = organizer)": { 1: 197_895, 10: 150_298, 100: 145_539 },
    "issue (purchase, free key)": { 1: 230_957, 10: 162_600, 100: 155_805 },
    "issue (purchase, 0.01 ETH key)": { 1: 265_175 },
    "revoke (expireAndRefundFor)": { 1: 62_911 },
  },
  EAS: {
    "issue (attest, empty data)": { 1: 157_518 },
    "issue (multiAttest, empty data)": { 1: 159_919, 10: 126_249, 100: 123_138 },
    "issue (attest, 64 bytes of data)": { 1: 222_680 },
    "issue (multiAttest, 64 bytes of data)": { 1: 225_069, 10: 191_419, 100: 188_361 },
    revoke: { 1: 57_655 },
    "revoke (multiRevoke)": { 10: 26_770, 100: 23_662 },
  },
  Kickback: {
    "issue (register)": { 1: 101_305 },
    "check in (finalize, 100 of 256)": { 100: 1_699 },
    "check in (finalize, 256 of 256)": { 256: 704 },
  },
  "OpenZeppelin ERC721": { [ISSUE]: { 1: 73_947, 10: 49_698, 100: 47_273 }, [REVOKE]: { 1: 28_864 } },
  "Solady ERC721": { [ISSUE]: { 1: 73_747, 10: 49_505, 100: 47_080 }, [REVOKE]: { 1: 28_781 } },
  ERC721A: {
    [ISSUE]: { 1: 73_823, 10: 49_830, 100: 47_430 },
    "issue, all to ONE owner": { 1: 73_381, 10: 9_100, 100: 2_672 },
  },
  "ERC-5192, minimal": { [ISSUE]: { 1: 75_007, 10: 50_758, 100: 48_333 } },
  "OpenZeppelin ERC1155": {
    "issue (one class id)": { 1: 50_790, 10: 30_951, 100: 28_971 },
    "issue (unique ids)": { 1: 55_712, 10: 31_451, 100: 29_029 },
    "revoke (burn), all of ONE owner": { 1: 27_343, 10: 7_418, 100: 5_476 },
  },
};

/** Peers that npm does not publish: the compiled code, and its gas. */
const unpublished: readonly { readonly system: string; readonly of: string; readonly figures: Figures[string] }[] = [
  {
    system: "GMO Resale Deterred Ticket",
    of: "oss-resale-deterred-ticket 44544a6 (2017), solc 0.4.15",
    figures: {
      "issue (createTicket)": { 1: 206_759 },
      "issue (createTicketWithSign)": { 1: 235_578 },
      "rebind (setAdmissionAddress, first of the list)": { 1: 119_439 },
      "rebind (setAdmissionAddress, 99th of 100)": { 1: 383_080 },
    },
  },
  {
    system: "POAP",
    of: "XPoap.sol, copy sbvegan/poap-contracts 3be97c1, solc 0.5.0, through its proxy",
    figures: { "issue (mint, which is the attendance)": { 1: 206_820, 10: 167_424, 100: 163_447 } },
  },
  {
    system: "GET/OPN V2",
    of: "OPNContractsV2 ee3b9d7, solc 0.8.17, runs 800, billing off",
    figures: {
      "issue (primarySale)": { 1: 163_381, 10: 63_206, 100: 53_226 },
      "check in (checkIn)": { 1: 104_898, 10: 19_640, 100: 11_123 },
      "revoke (invalidate)": { 1: 134_589, 10: 28_972, 100: 18_575 },
    },
  },
  {
    system: "GET/OPN core",
    of: "core-contracts ad1242b, solc 0.8.27, runs 800, billing off",
    figures: {
      "issue (primarySale)": { 1: 220_024, 10: 81_396, 100: 67_635 },
      "check in (checkIn)": { 1: 153_471, 10: 32_714, 100: 20_745 },
    },
  },
];

export type Baseline = Pick<GasRow, "system" | "operation" | "n"> & { readonly gas: number };

/** The figures that a run must find again, as a list. */
export const baselines: readonly Baseline[] = Object.entries(published).flatMap(([system, figures]) =>
  flatten(system, figures),
);

/** The rows that cannot be measured here. */
export const constants: readonly GasRow[] = unpublished.flatMap(({ system, of, figures }) =>
  flatten(system, figures).map(({ gas, ...row }) => ({
    ...row,
    gasPerUnit: gas,
    source: `constant: study of baselines, ${of}`,
  })),
);

function flatten(system: string, figures: Figures[string]): Baseline[] {
  return Object.entries(figures).flatMap(([operation, byN]) =>
    Object.entries(byN).map(([n, gas]) => ({ system, operation, n: Number(n), gas })),
  );
}
