import { type HolderKey, holderKey, type KeyKind } from "../../../test/helpers/keys.ts";
import { signRebind } from "../../../test/helpers/statements.ts";
import type { BookRight } from "../book.ts";
import { HOUR } from "../time.ts";
import type { Show, World } from "../world.ts";
import { attestPerson } from "./persons.ts";
import { find } from "./sell.ts";

/** A right may move to another key of its person, and to nobody else's. */
export async function newPhones(world: World, show: Show): Promise<void> {
  const { chain, relay, book, roles, story, input, people } = world;
  const at = input.event.schedule.rebindUntil - HOUR;
  await chain.travelTo(at);
  story.chapter("New phones", at);

  const right = book.firstRight(roles.newPhone);
  const fresh = freshKey(world, "new phone", "p256");
  await refusedMoves(world, show, right, fresh);
  await moveWithConsent(world, show, right, fresh);
  story.fact(1, "right moved to a new phone, with the old key's consent", `${right.holder.kind} key now`);
  if (input.event.policy.maxRebinds === 1) {
    const third = freshKey(world, "yet another phone", "p256");
    const again = moveCall(world, right, third, await consent(world, right, right.holder, third));
    story.refused("a second move of it", await relay.refused(sellerOf(show, right), again, "RightRebindsExhausted"));
  }

  const guest = book.buyer(roles.partyMoved).rights[1];
  if (guest === undefined) throw new Error("the party has no second guest");
  await moveWithConsent(world, show, guest, freshKey(world, "second guest", "passkey"));
  story.fact(1, "guest of a party takes the right to a phone of their own", "passkey");

  const lost = book.firstRight(roles.lostPhone);
  const found = freshKey(world, "found again", "secp256k1");
  const [person] = roles.lostPhone.persons;
  const { id: rightId, agentId } = lost;
  const proof = await attestPerson(chain, people.attester, {
    person,
    key: found,
    eventId: show.eventId,
    agentId,
    rightId,
  });
  await move(world, show, lost, found, proof);
  story.fact(1, "right of a lost phone moved: the attester knows the person", "no old key needed");
}

/** The agent cannot move a right without its holder, and a passer-by cannot at all. */
async function refusedMoves(world: World, show: Show, right: BookRight, to: HolderKey): Promise<void> {
  const { relay, people, story } = world;
  const forged = moveCall(world, right, to, await consent(world, right, to, to));
  const agents = await relay.refused(sellerOf(show, right), forged, "RightConsentInvalid");
  story.refused("an agent moves a right that its holder did not agree to move", agents);
  const anyones = moveCall(world, right, to, await consent(world, right, right.holder, to));
  story.refused("a passer-by moves it", await relay.refused(people.passerBy, anyones, "RightAuthorityMissing"));
}

async function moveWithConsent(world: World, show: Show, right: BookRight, to: HolderKey): Promise<void> {
  await move(world, show, right, to, await consent(world, right, right.holder, to));
}

/** What `signer` signs for the move of a right: good if it is the holder. */
async function consent({ chain }: World, { id, moves }: BookRight, signer: HolderKey, to: HolderKey): Promise<string> {
  const expiresAt = (await chain.now()) + HOUR;
  return signRebind(chain.domains.statements, signer, {
    rightId: id,
    newHolder: to.address,
    rebinds: moves,
    expiresAt,
  });
}

function moveCall({ chain }: World, { id }: BookRight, to: HolderKey, proof: string) {
  return chain.rights.rebind.populateTransaction(id, to.address, proof);
}

async function move(world: World, show: Show, right: BookRight, to: HolderKey, proof: string): Promise<void> {
  const call = moveCall(world, right, to, proof);
  const { logs } = await world.relay.one("move to another key", 1, sellerOf(show, right), call);
  find(logs, "RightRebound");
  right.holder = to;
  right.moves++;
}

function sellerOf(show: Show, { agentId }: BookRight) {
  const agent = [show.boxOffice, ...show.agents].find(({ id }) => id === agentId);
  if (agent === undefined) throw new Error(`no agent ${agentId}`);
  return agent.seller;
}

function freshKey({ seed }: World, name: string, kind: KeyKind): HolderKey {
  return holderKey(kind, `${seed} ${name}`);
}
