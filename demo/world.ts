import { keccak256, toUtf8Bytes, Wallet } from "ethers";
import type { Book } from "./book.ts";
import type { Classes, Roles } from "./cast.ts";
import type { Chain } from "./chain.ts";
import type { Input } from "./input/read.ts";
import type { Sale } from "./sales.ts";
import type { Story } from "./story.ts";

/** Everybody who signs for a team, and the keys of gates. None of them has any ether. */
export type People = {
  readonly organizer: Wallet;
  readonly boxOffice: Wallet;
  readonly agent: Wallet;
  /** Sells for the agent without ruling it. */
  readonly clerk: Wallet;
  readonly subAgent: Wallet;
  readonly deskAgent: Wallet;
  readonly attester: Wallet;
  readonly gates: readonly [Wallet, Wallet];
  readonly identityDesk: Wallet;
  readonly passerBy: Wallet;
  readonly strangersGate: Wallet;
};

/** An agent, and who sells in its name. */
export type Agent = { readonly id: number; readonly name: string; readonly seller: Wallet };

/** What exists on chain once the event is published. */
export type OpenHouse = {
  readonly organizerId: number;
  readonly eventId: number;
  readonly secondNightId: number;
  readonly boxOffice: Agent;
  /** From the one under the organizer down; each sells under the one before. */
  readonly agents: readonly [Agent, Agent, Agent];
};

/** The same once its rights are sold. */
export type Show = OpenHouse & {
  /** Of somebody who has a right for tonight, too. */
  readonly secondNightRight: bigint;
};

/** All that the steps of the journey share. */
export type World = {
  readonly input: Input;
  readonly classes: Classes;
  readonly roles: Roles;
  readonly sales: readonly Sale[];
  readonly people: People;
  readonly seed: number;
  readonly random: () => number;
  readonly chain: Chain;
  readonly book: Book;
  readonly story: Story;
};

/** A key that follows from the seed, for whoever is called `name`. */
function walletOf(seed: number, name: string): Wallet {
  return new Wallet(secretOf(seed, name));
}

export function secretOf(seed: number, name: string): string {
  return keccak256(toUtf8Bytes(`doorkey journey ${seed} ${name}`));
}

export function peopleOf(seed: number): People {
  const wallet = (name: string): Wallet => walletOf(seed, name);
  return {
    organizer: wallet("organizer"),
    boxOffice: wallet("box office"),
    agent: wallet("agent"),
    clerk: wallet("clerk"),
    subAgent: wallet("sub-agent"),
    deskAgent: wallet("agent under the sub-agent"),
    attester: wallet("attester"),
    gates: [wallet("gate 1"), wallet("gate 2")],
    identityDesk: wallet("identity desk"),
    passerBy: wallet("passer-by"),
    strangersGate: wallet("stranger's gate"),
  };
}
