/** Token libraries in the smallest wrapper that issues tickets, without roles, event, sale and gate. */

import type { Contract } from "ethers";
import { holders } from "../../chain.ts";
import { peerArtifacts, SETTINGS } from "../compile.ts";
import { callOf, type Lab } from "../lab.ts";
import { versionOf } from "../packages.ts";
import type { GasRow } from "../rows.ts";
import type { System } from "../system.ts";

const WARM = 9_000;

type Token = {
  readonly name: string;
  readonly contract: string;
  readonly library: string;
  /** Events of one mint. */
  readonly events: number;
  /** Present if the library is made to give many to one owner. */
  readonly toOne?: true;
};

const tokens: readonly Token[] = [
  { name: "OpenZeppelin ERC721", contract: "OpenZeppelinTickets", library: "@openzeppelin/contracts", events: 1 },
  { name: "Solady ERC721", contract: "SoladyTickets", library: "solady", events: 1 },
  { name: "ERC721A", contract: "Erc721aTickets", library: "erc721a", events: 1, toOne: true },
  { name: "ERC-5192, minimal", contract: "SoulboundTickets", library: "@openzeppelin/contracts", events: 2 },
];

export const tokenSystems: readonly System[] = tokens.map((token) => ({
  name: token.name,
  measure: (lab) => measureErc721(lab, token),
}));

async function measureErc721(lab: Lab, { name, contract, library, events, toOne }: Token): Promise<GasRow[]> {
  const source = await sourceOf(library);
  const { organizer } = lab;
  const tickets = await lab.deploy((await peerArtifacts())[contract]);
  // This ticket is burnt later. It is all that its holder has, and the figure includes the refund for that.
  await lab.send(await callOf(tickets, organizer, "issue", holders(1, WARM)));
  const base = { system: name, source };

  const rows: GasRow[] = [];
  for (const n of lab.sizes) {
    const call = await callOf(tickets, organizer, "issue", holders(n));
    rows.push(
      await lab.measure({ ...base, operation: "issue", n, call, events: n * events, inspect: owned(tickets, n) }),
    );
  }
  if (toOne) {
    for (const n of lab.sizes) {
      const call = await callOf(tickets, organizer, "issueToOne", holders(1)[0], n);
      rows.push(await lab.measure({ ...base, operation: "issue, all to ONE owner", n, call, events: n }));
    }
  }
  const revoke = await callOf(tickets, organizer, "revoke", 0);
  rows.push(await lab.measure({ ...base, operation: "revoke (burn)", n: 1, call: revoke, events: 1 }));
  return rows;
}

/** Checks that the last ticket belongs to its holder. */
function owned(tickets: Contract, n: number): () => Promise<void> {
  return async () => {
    const owner = await tickets.getFunction("ownerOf")(n);
    if (owner !== holders(n).at(-1)) throw new Error(`ticket ${n} does not belong to its holder`);
  };
}

export const erc1155System: System = {
  name: "OpenZeppelin ERC1155",
  async measure(lab) {
    const { organizer } = lab;
    const tickets = await lab.deploy((await peerArtifacts()).Erc1155Tickets);
    const base = { system: this.name, source: await sourceOf("@openzeppelin/contracts") };
    await lab.send(await callOf(tickets, organizer, "issue", holders(1, WARM)));

    const rows: GasRow[] = [];
    for (const n of lab.sizes) {
      const call = await callOf(tickets, organizer, "issueOfClass", 1, holders(n));
      rows.push(await lab.measure({ ...base, operation: "issue (one class id)", n, call, events: n }));
    }
    for (const n of lab.sizes) {
      const call = await callOf(tickets, organizer, "issue", holders(n));
      rows.push(await lab.measure({ ...base, operation: "issue (unique ids)", n, call, events: n }));
    }

    const [owner] = holders(1);
    const largest = Math.max(...lab.sizes);
    const ids = Array.from({ length: largest }, (_, i) => 50_000 + i);
    const ones = ids.map(() => 1);
    await lab.send(await callOf(tickets, organizer, "issueToOne", owner, ids, ones));
    for (const n of lab.sizes) {
      const call = await callOf(tickets, organizer, "revoke", owner, ids.slice(0, n), ones.slice(0, n));
      rows.push(await lab.measure({ ...base, operation: "revoke (burn), all of ONE owner", n, call, events: 1 }));
    }
    return rows;
  },
};

async function sourceOf(library: string): Promise<string> {
  const [solc, version] = [await versionOf("solc"), await versionOf(library)];
  return `measured: ${library} ${version} in bench/peers/contracts, solc ${solc}, runs ${SETTINGS.optimizer.runs}, viaIR`;
}
