import { ZeroAddress } from "ethers";
import type { ClassTerms, EventTerms } from "../../../test/helpers/suite.ts";
import type { Chain } from "../chain.ts";
import type { Input } from "../input/read.ts";
import { DAY } from "../time.ts";
import type { World } from "../world.ts";

/** What an event document becomes on chain. */
export async function eventTerms(
  { event }: Input,
  chain: Chain,
): Promise<{ terms: EventTerms; classes: ClassTerms[] }> {
  const { identityVerifier, ...limits } = event.policy;
  const verifier = identityVerifier === "attester" ? await chain.verifier.getAddress() : identityVerifier;
  return {
    terms: {
      name: event.name,
      uri: event.url,
      documentHash: event.documentHash,
      schedule: event.schedule,
      policy: { ...limits, identityVerifier: verifier ?? ZeroAddress },
    },
    classes: event.classes.map(({ name, supply, reserved, named, seats }) => ({
      name,
      supply,
      reserved,
      named,
      seated: seats.length > 0,
      saleGate: ZeroAddress,
    })),
  };
}

/** The night after, at the same house: standing only. Its entry proofs must be worth nothing tonight. */
export async function secondNight({ input, chain, people, relay }: World, organizerId: bigint): Promise<bigint> {
  const { terms } = await eventTerms(input, chain);
  const later = Object.entries(input.event.schedule).map(([name, time]) => [name, time + DAY]);
  const second: EventTerms = {
    ...terms,
    name: `${input.event.name} (second night)`,
    schedule: { ...Object.fromEntries(later), salesOpenAt: input.event.schedule.salesOpenAt },
    policy: { identityVerifier: ZeroAddress, scope: 0, maxPerPerson: 0, maxRebinds: 0, minPublicBps: 0 },
  };
  const floor = { name: "standing", supply: 100, reserved: false, seated: false, named: false, saleGate: ZeroAddress };
  const call = chain.events.registerEvent.populateTransaction(organizerId, second, [floor]);
  await relay.one("publish an event", 1, people.organizer, call, 3_000_000n);
  return chain.events.eventCount();
}
