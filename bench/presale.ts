import type { Address, Hex } from "doorkey";
import { merkleList, type SaleList } from "doorkey/organizer";
import { classTerms, openContractShow, schedule } from "doorkey-test-support/contracts";
import { packRecords } from "doorkey-test-support/statements";
import type { MerkleSaleHook } from "../types/ethers-contracts/index.js";
import { GAS, holders, openBench, type Row, T0 } from "./chain.ts";

const DAY = 86_400;
const LISTED = 50_000;

/** Gas that a presale with a list adds to grants, beside grants of a class without a sale hook. */
export async function presaleRows(): Promise<Row[]> {
  const bench = await openBench();
  const { ethers, rights, forwarder, roles } = bench;
  const hook = (await ethers.deployContract("MerkleSaleHook", [rights, forwarder])) as unknown as MerkleSaleHook;
  const saleHook = await hook.getAddress();
  const salesOpenAt = T0 + DAY;
  const classes = [classTerms(), classTerms({ name: "members", saleHook })];
  const { agentId, eventId } = await openContractShow(bench, { schedule: { ...schedule(T0), salesOpenAt } }, classes);
  const { chainId } = await ethers.provider.getNetwork();
  const event = {
    chainId: Number(chainId),
    rightsRegistry: (await rights.getAddress()) as Address,
    eventId: Number(eventId),
  };
  const list = await merkleList(holders(LISTED) as Hex[], { event, classId: 2, kind: "holders" });
  const { levels, nodes } = list.crown;
  const asOrganizer = hook.connect(roles.organizer);
  const post = () => asOrganizer.postList(eventId, 2, 1, levels, nodes, salesOpenAt + DAY, GAS);

  const posted = await bench.row({ name: `post a list of ${LISTED}, whole call`, items: 1, send: post, emits: NONE });
  await post();
  await bench.at(salesOpenAt);

  const asAgent = rights.connect(roles.agentMember);
  const grant = (classId: number, keys: readonly string[]) => {
    const records = packRecords(keys.map((holder) => ({ holder })));
    const hookData = classId === 2 ? proofsOf(list, keys) : "0x";
    return asAgent.grant(eventId, classId, agentId, records, [], hookData, keys.length, GAS);
  };
  // The counters of both classes are warm, as in the other rows of grants.
  for (const classId of [1, 2]) await grant(classId, holders(1, LISTED - 1));

  const rows: Row[] = [posted];
  for (const [count, goal] of [[1], [100, 3_000], [400]] as const) {
    const measure = (classId: number, name: string) =>
      bench.row({ name, items: count, send: () => grant(classId, holders(count)), emits: ["RightsGranted", 1] });
    const open = await measure(1, "without a hook");
    const listed = await measure(2, `grant from a list of ${LISTED}, N = ${count}`);
    const more = { name: `a list of ${LISTED} more, N = ${count}`, items: count, gas: listed.gas - open.gas };
    rows.push(listed, goal === undefined ? more : { ...more, goal });
  }
  return rows;
}

/** What neither the registry nor the forwarder logs. */
const NONE = ["unknown", 1] as const;

function proofsOf(list: SaleList, keys: readonly string[]): string {
  return `0x${keys.map((key) => list.proofOf(key as Hex)?.slice(2)).join("")}`;
}
