/** Acts of teams on themselves, and the passing of time. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { DAY, HOUR } from "doorkey-test-support/contracts";
import { agent, oneIn, organizer } from "./choose.ts";
import { forward, send } from "./send.ts";
import { type Act, AGENTS, ORGANIZERS, type Walker } from "./walker.ts";

type TeamOf = { registry: unknown; teamId: number; admin: HardhatEthersSigner };

function anyTeam(walker: Walker): TeamOf {
  if (oneIn(walker, 2)) {
    const teamId = 1 + walker.roll(ORGANIZERS);
    return { registry: walker.suite.events, teamId, admin: organizer(walker, teamId).admin };
  }
  const teamId = 1 + walker.roll(AGENTS);
  return { registry: walker.suite.agents, teamId, admin: agent(walker, teamId) };
}

export function ofTeam(method: string, args: (walker: Walker) => unknown[]): Act {
  return async (walker) => {
    const { registry, teamId, admin } = anyTeam(walker);
    return { events: [], done: await send(walker, admin, registry, method, [teamId, ...args(walker)]) };
  };
}

export const register: Act = async (walker) => {
  const registry = oneIn(walker, 2) ? walker.suite.agents : walker.suite.events;
  const done = await send(walker, walker.suite.roles.stranger, registry, "register", ["newcomer", ""]);
  return { events: [], done };
};

export const burnNonce: Act = async (walker) => {
  const { forwarder, roles } = walker.suite;
  const before = walker.state.nonces.get(roles.stranger.address)?.size ?? 0;
  await forward(walker, roles.stranger, await forwarder.getAddress(), "0x");
  return { events: [], done: walker.state.nonces.get(roles.stranger.address)?.size === before + 1 };
};

export const wait: Act = async (walker) => {
  await walker.time.increase(1 + walker.roll(oneIn(walker, 4) ? 2 * DAY : 8 * HOUR));
  return { events: [], done: true };
};
