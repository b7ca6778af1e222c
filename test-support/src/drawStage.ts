/** A class that sells by a draw, on a chain of tests, with people who enter it. */

import { getAddress, id, toBeHex, type Wallet } from "ethers";
import type { GrantRow } from "../../sdk/src/agent/bulk/GrantRow.ts";
import { attestPerson } from "../../sdk/src/attester/attestPerson.ts";
import { identityScope } from "../../sdk/src/attester/IdentityScope.ts";
import { setAttester } from "../../sdk/src/attester/setAttester.ts";
import { openDraw } from "../../sdk/src/ballot/openDraw.ts";
import { proveRound } from "../../sdk/src/ballot/proveRound.ts";
import { readDraw } from "../../sdk/src/ballot/readDraw.ts";
import { settleDraw } from "../../sdk/src/ballot/settleDraw.ts";
import { fromHex } from "../../sdk/src/core/bytes.ts";
import type { Address, Hex } from "../../sdk/src/core/Hex.ts";
import { LOCAL_BEACON } from "../../sdk/src/deployment/localBeacon.ts";
import { signRound } from "../../sdk/src/draw/BeaconRound.ts";
import type { Entrant } from "../../sdk/src/draw/Entrant.ts";
import type { TestChain } from "../../sdk/src/testing/startTestChain.ts";
import { walletOf } from "./keys.ts";
import { openShow, type Show } from "./show.ts";
import type { Transport } from "./transports.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The class of the draw. */
export const DRAWN = "standing";

export const tagAt = (n: number): Hex => id(`person ${n}`) as Hex;

/** The key of a person. There is no private key for it. */
export const holderAt = (n: number): Address => getAddress(toBeHex(0xd00d_0000_0000n + BigInt(n), 20)) as Address;

type Chain = Pick<TestChain, "connect" | "emptyKey" | "fundedKey" | "clock">;

export type DrawStage = Show & {
  readonly chain: Chain;
  readonly attester: Wallet;
  /** Seconds: the list ends, and the draw is sealed an hour later at the earliest. */
  readonly listUntil: number;
  readonly sealAt: number;
  readonly place: { readonly eventId: number; readonly className: string };
};

/** Publishes an event whose class sells `supply` places, or these seats, by a draw, opens the draw, and designates the agent. */
export async function openDrawStage(
  chain: Chain,
  transport: Transport,
  { by = "person", thenOpen = false, documentUri, ...size }: openDrawStage.Options,
): Promise<DrawStage> {
  const now = await chain.clock.now();
  const [listUntil, sealAt] = [now + 2 * DAY, now + 3 * DAY];
  const iso = (time: number) => new Date(1_000 * time).toISOString();
  const times = { listUntil: iso(listUntil), sealAt: iso(sealAt), keepUntil: iso(now + 25 * DAY) };
  const ballot = { ...times, firstWindowHours: 48, laterWindowHours: 24, by, thenOpen };
  const named = by === "person";
  const show = await openShow(chain, {
    transport,
    ...(documentUri !== undefined && { documentUri }),
    policy: { ...(named && { identityVerifier: "attester", maxPerPerson: 3 }) },
    classes: { [DRAWN]: { ...size, named, sale: "ballot", ballot } },
    quotas: { [DRAWN]: 2 ** 32 - 1 },
  });
  const attester = walletOf("the attester of a draw");
  if (named) {
    await setAttester(show.organizer, { scopeEventId: show.eventId, attester: attester.address, trusted: true });
  }
  const place = { eventId: show.eventId, className: DRAWN };
  const vouching = named ? { attester: attester.address as Address } : {};
  await openDraw(show.organizer, { ...place, ...vouching, document: show.terms });
  return { ...show, chain, attester, listUntil, sealAt, place };
}

export declare namespace openDrawStage {
  type Options = {
    readonly by?: "person" | "key";
    readonly thenOpen?: boolean;
    /** Where the document is served. Defaults to nowhere. */
    readonly documentUri?: string;
  } & ({ readonly supply: number } | { readonly seats: readonly string[] });
}

/** Persons who enter alone. */
export function singles(count: number, from = 0): Entrant[] {
  return Array.from({ length: count }, (_, i) => ({ order: `A-${from + i}`, entry: tagAt(from + i) }));
}

/** Evidence that a person stands behind the key of `holderAt(n)`. */
export async function evidenceFor({ chain, agent, agentId, eventId, attester }: DrawStage, n: number): Promise<Hex> {
  const scope = await identityScope(agent, { eventId });
  const issuedAt = await chain.clock.now();
  const attestation = {
    scope,
    personTag: tagAt(n),
    holder: holderAt(n),
    agentId,
    issuedAt,
    expiresAt: issuedAt + DAY,
  };
  return attestPerson(attestation, attester);
}

/** A row that grants person `n` a right, with these seats if the class has seats. */
export async function rowFor(stage: DrawStage, n: number, seats?: readonly string[]): Promise<GrantRow> {
  const evidence = [await evidenceFor(stage, n)];
  return { order: `A-${n}`, className: DRAWN, holder: holderAt(n), evidence, ...(seats && { seats }) };
}

/** The round of the draw, as the local beacon signs it. */
export async function signedRound({ agent, place }: DrawStage) {
  const { round } = await readDraw(agent, place);
  return signRound(fromHex(LOCAL_BEACON.secretKey), round);
}

/** Moves the clock past the round of the draw, proves it, and settles the draw. */
export async function drawNow(stage: DrawStage): Promise<Hex> {
  const { roundAt } = await readDraw(stage.agent, stage.place);
  await stage.chain.clock.travelTo(roundAt + 3);
  await proveRound(stage.agent, { ...stage.place, beaconRound: await signedRound(stage) });
  return (await settleDraw(stage.agent, stage.place)).seed;
}
