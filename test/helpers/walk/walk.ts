/** A random walk through all calls of all roles: half of them through the forwarder, some of them wrong on purpose. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import type { Suite } from "doorkey-test-support/contracts";
import { holderKey, KEY_KINDS } from "doorkey-test-support/keys";
import { emptyIndex } from "../../../sdk/src/eventIndex/IndexState.ts";
import { randomBySeed } from "../../../tools/support/randomBySeed.ts";
import { oneIn } from "./choose.ts";
import { admit, admitByHand } from "./doorActs.ts";
import {
  delegate,
  designate,
  dismiss,
  extendDoors,
  handOver,
  ofOrganizer,
  open,
  publish,
  raiseSupply,
  reschedule,
  setAttester,
  setGate,
  setSaleHook,
} from "./eventActs.ts";
import { giveBack, grant, nameRight, rebind, reopen, revoke } from "./rightActs.ts";
import { direct } from "./send.ts";
import { burnNonce, ofTeam, register, wait } from "./teamActs.ts";
import type { Act, Outcome, Walker } from "./walker.ts";

export async function startWalk(suite: Suite, time: NetworkHelpers["time"], seed: number): Promise<Walker> {
  const random = randomBySeed(seed);
  const signers = await suite.ethers.getSigners();
  const signer = (i: number): HardhatEthersSigner => signers[i] as HardhatEthersSigner;
  const keys = KEY_KINDS.flatMap((kind) => [0, 1].map((i) => holderKey(kind, `walk ${i}`)));
  const walker: Walker = {
    suite,
    state: emptyIndex(),
    roll: (n) => Math.floor(random() * n),
    holders: new Map(keys.map((key) => [key.address.toLowerCase(), key])),
    organizers: [0, 1].map((i) => ({ admin: signer(10 + i), scanner: signer(12 + i), desk: signer(14 + i) })),
    agents: [1, 2, 3, 4, 5].map(signer),
    time,
    saleHook: await (await suite.ethers.deployContract("SilentSaleHook")).getAddress(),
    clock: { now: 0 },
  };
  for (const { admin } of walker.organizers) {
    await direct(walker, admin, suite.events, "register", ["organizer", "https://organizer.example"]);
  }
  for (const admin of walker.agents) {
    await direct(walker, admin, suite.agents, "register", ["agent", "https://agent.example"]);
  }
  for (const organizerId of [1, 2])
    for (const persons of ["none", "own"] as const) await open(walker, organizerId, persons);
  return walker;
}

/** Does one random act. Returns its name and its result. */
export async function step(walker: Walker): Promise<Outcome & { name: string }> {
  let spot = walker.roll(ACTS.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [name, weight, act] of ACTS) {
    if (spot < weight) return { name, ...(await act(walker)) };
    spot -= weight;
  }
  throw new Error("no act");
}

const ACTS: readonly (readonly [string, number, Act])[] = [
  ["wait", 8, wait],
  ["grant", 22, grant],
  ["return", 8, giveBack],
  ["revoke", 6, revoke],
  ["reopen", 5, reopen],
  ["rebind", 9, rebind],
  ["nameRight", 6, nameRight],
  ["admit", 14, admit],
  ["admit by hand", 6, admitByHand],
  ["publish", 4, publish],
  ["reschedule", 4, reschedule],
  ["extend doors", 2, extendDoors],
  ["cancel", 1, ofOrganizer("cancel", () => [])],
  ["pause", 3, ofOrganizer("pauseSales", () => [])],
  [
    "resume",
    3,
    ofOrganizer(
      "resumeSales",
      () => [],
      ({ paused, cancelled }) => paused && !cancelled,
    ),
  ],
  ["raise supply", 2, raiseSupply],
  ["open reserved", 2, ofOrganizer("openReserved", (walker) => [3 + walker.roll(2)])],
  ["set sale hook", 4, setSaleHook],
  ["hand over", 4, handOver],
  ["designate", 3, designate],
  ["dismiss", 1, dismiss],
  ["delegate", 4, delegate],
  ["set gate", 3, setGate],
  ["set attester", 2, setAttester],
  ["register", 1, register],
  ["set role", 1, ofTeam("setRole", (walker) => [walker.suite.roles.gate.address, walker.roll(3)])],
  ["set active", 1, ofTeam("setActive", (walker) => [!oneIn(walker, 4)])],
  ["set relayed", 1, ofTeam("setRelayed", (walker) => [!oneIn(walker, 3)])],
  ["set profile", 1, ofTeam("setProfile", (walker) => [`name ${walker.roll(99)}`, "uri"])],
  ["burn a nonce", 1, burnNonce],
];

export const ACT_NAMES: readonly string[] = ACTS.map(([name]) => name);
