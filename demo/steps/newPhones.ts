import type { Address, Hex } from "doorkey";
import { rebindRight } from "doorkey/agent";
import { packConsent, rebindDigest } from "doorkey/buyer";
import { type HolderKey, holderKey, type KeyKind } from "doorkey-test-support/keys";
import type { Wallet } from "ethers";
import type { BookRight } from "../book.ts";
import { HOUR } from "../time.ts";
import type { Show, World } from "../world.ts";
import { vouchFor } from "./persons.ts";

/** A right can be rebound to another key of the same person, and to no other key. */
export async function newPhones(world: World, show: Show): Promise<void> {
  const { chain, book, roles, story, input } = world;
  const at = input.event.schedule.rebindUntil - HOUR;
  await chain.travelTo(at);
  story.chapter("New phones", at);

  const right = book.firstRight(roles.newPhone);
  const fresh = freshKey(world, "new phone", "p256");
  await refusedRebinds(world, show, right, fresh);
  await moveWithConsent(world, show, right, fresh);
  story.fact(1, "right moved to a new phone, with the old key's consent", `${right.holder.kind} key now`);
  if (input.event.policy.maxRebinds === 1) {
    const third = freshKey(world, "yet another phone", "p256");
    const proof = await consent(world, right, right.holder, third);
    const again = () => rebind(world, sellerOf(show, right), right, third, proof);
    story.refused("a second rebind of the same right", await chain.costs.refused("RightRebindsExhausted", again));
  }

  const guest = book.buyer(roles.partyRebound).rights[1];
  if (guest === undefined) throw new Error("the party has no second guest");
  await moveWithConsent(world, show, guest, freshKey(world, "second guest", "passkey"));
  story.fact(1, "guest of a party moves a right to their own phone", "passkey");

  const lost = book.firstRight(roles.lostPhone);
  const found = freshKey(world, "found again", "secp256k1");
  const [person] = roles.lostPhone.persons;
  const { id: rightId, agentId } = lost;
  const proof = await vouchFor(world, { person, key: found, eventId: show.eventId, agentId, rightId });
  await rebindTo(world, show, lost, found, proof);
  story.fact(1, "right moved from a lost phone, on the word of the attester", "no old key needed");
}

/** The agent cannot rebind a right without its holder's consent, and a passer-by cannot rebind it at all. */
async function refusedRebinds(world: World, show: Show, right: BookRight, to: HolderKey): Promise<void> {
  const { chain, people, story } = world;
  const forged = await consent(world, right, to, to);
  const agents = () => rebind(world, sellerOf(show, right), right, to, forged);
  const unasked = "an agent rebinds a right without its holder's consent";
  story.refused(unasked, await chain.costs.refused("RightConsentInvalid", agents));
  const good = await consent(world, right, right.holder, to);
  const anyones = () => rebind(world, people.passerBy, right, to, good);
  story.refused(
    "a passer-by rebinds it with the holder's consent",
    await chain.costs.refused("RightAuthorityMissing", anyones),
  );
}

async function moveWithConsent(world: World, show: Show, right: BookRight, to: HolderKey): Promise<void> {
  await rebindTo(world, show, right, to, await consent(world, right, right.holder, to));
}

/** Signs consent to the rebind of a right. It is valid if `signer` is the holder. */
async function consent({ chain }: World, { id, rebinds }: BookRight, signer: HolderKey, to: HolderKey): Promise<Hex> {
  const expiresAt = (await chain.now()) + HOUR;
  const [holder, newHolder] = [signer.address as Address, to.address as Address];
  const digest = rebindDigest(chain.connection, { rightId: id, holder, newHolder, rebinds, expiresAt });
  return packConsent({ expiresAt }, signer.sign(digest) as Hex);
}

function rebind({ chain }: World, by: Wallet, { id: rightId }: BookRight, to: HolderKey, proof: Hex) {
  return rebindRight(chain.as(by), { rightId, newHolder: to.address as Address, proof });
}

async function rebindTo(world: World, show: Show, right: BookRight, to: HolderKey, proof: Hex): Promise<void> {
  const { costs } = world.chain;
  await costs.of("rebind to another key", 1, () => rebind(world, sellerOf(show, right), right, to, proof));
  right.holder = to;
  right.rebinds++;
}

function sellerOf(show: Show, { agentId }: BookRight): Wallet {
  const agent = [show.boxOffice, ...show.agents].find(({ id }) => id === agentId);
  if (agent === undefined) throw new Error(`no agent ${agentId}`);
  return agent.seller;
}

function freshKey({ seed }: World, name: string, kind: KeyKind): HolderKey {
  return holderKey(kind, `${seed} ${name}`);
}
