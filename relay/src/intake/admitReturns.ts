import { interfaces } from "doorkey/abi";
import { type Address, type Hex, isSignedBy, type ReturnStatement, returnDigest, sameAddress } from "doorkey/buyer";
import type { WireSignedReturn } from "doorkey/relay";
import { returnGas } from "../engine/gasLimit.ts";
import { memoize } from "../policy/memoize.ts";
import { judgeUnder, sponsorOfEvent } from "../policy/Policy.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { type NewRequest, returnsUnderWay, touches } from "../storage/index.ts";
import { costOfReturn } from "./cost.ts";
import { type Caller, type Cost, countCalls, countSender, type Intake, reservationOf } from "./Intake.ts";
import { type Answer, checkUnanswered, type Item, requireSet, unansweredItems } from "./Item.ts";
import { answerOf, type HeldRight, NO_RIGHT } from "./intakeChain.ts";
import { Priority } from "./priority.ts";
import { answerKnown, refuseUnwelcome, returnPending, store } from "./store.ts";

const MOST_UINT64 = (1n << 64n) - 1n;
/** The registry takes ranges of at most this. */
const LARGEST_RANGE = 8;

/** A return, with what the checks find out about it. */
type SentReturn = {
  readonly signed: WireSignedReturn;
  readonly first: bigint;
  readonly expiresAt: bigint;
  sponsor?: Sponsor;
  holder?: Address;
  gas?: number;
  cost?: Cost;
};

/**
 * Accepts signed returns of holders. Each is judged by itself, cheap checks first. The registry silently passes over
 * what it cannot return; the relay refuses it at once.
 *
 * @throws ProblemError if the caller is refused.
 */
export async function admitReturns(
  intake: Intake,
  caller: Caller,
  returns: readonly WireSignedReturn[],
): Promise<Answer[]> {
  const items: Item<SentReturn>[] = returns.map((signed) => ({
    sent: { signed, first: BigInt(signed.rightId), expiresAt: BigInt(signed.expiresAt) },
  }));
  const state = await intake.state();

  await checkUnanswered(items, ({ sent }) => checkBounds(sent));
  await countCalls(intake, caller, items.length);
  await checkUnanswered(items, async ({ sent }) => {
    sent.sponsor = await payerOf(intake, caller, sent);
  });

  const open = unansweredItems(items);
  const rights = await intake.chain.rightsOf(open.map(({ sent }) => sent.first));
  const rightOf = new Map(open.map((item, i) => [item, rights[i]]));
  await checkUnanswered(items, async (item) => {
    const { sent } = item;
    const right = answerOf(rightOf.get(item));
    if (right === NO_RIGHT) throw invalid("There is no such right.");
    sent.holder = right.holder;
    await countSender(intake, caller, right.holder);
    item.digest = digestOf(intake, sent, right.holder);
  });
  await answerKnown(intake, unansweredItems(items));
  await checkUnanswered(items, ({ sent, digest }) => checkSignature(sent, digest));
  await checkWindows(intake, items);
  await checkRights(intake, items);
  const gasOf = returnGasOf(intake);
  await checkUnanswered(items, async ({ sent }) => {
    sent.gas = await gasOf(sent.signed);
    sent.cost = await costOfReturn(intake, sent.signed, sent.gas);
  });
  await refuseUnwelcome(intake, caller, state, items, ({ sent }) => ({
    from: requireSet(sent.holder),
    sponsor: requireSet(sent.sponsor),
    cost: requireSet(sent.cost),
  }));
  return store(intake, items, (item) => rowOf(intake, caller, item));
}

function checkBounds({ signed, first, expiresAt }: SentReturn): void {
  if (first > MOST_UINT64 || expiresAt > MOST_UINT64) {
    throw new ProblemError("BODY_MALFORMED", { detail: "rightId and expiresAt must be below 2^64." });
  }
  if (signed.count > LARGEST_RANGE) throw invalid(`A return covers 1 to ${LARGEST_RANGE} rights.`);
}

/** The sponsor of the key, or without a key the sponsor of the event's organizer. Its policy must allow the return. */
async function payerOf(
  { config, facts }: Intake,
  { keyHash }: Caller,
  { signed, first }: SentReturn,
): Promise<Sponsor> {
  const current = config();
  const sponsor =
    keyHash === undefined
      ? await sponsorOfEvent(current, facts, Number(first >> 32n))
      : current.sponsors.find(({ keyHashes }) => keyHashes.includes(keyHash));
  if (sponsor === undefined) throw new ProblemError(keyHash === undefined ? "KEY_MISSING" : "KEY_UNKNOWN");
  const data = returnData(signed);
  const verdict = await judgeUnder(current, sponsor, facts, { to: current.chain.contracts.EntryRightRegistry, data });
  if ("refusal" in verdict) throw new ProblemError(verdict.refusal);
  if (returnGas(signed.count, current.chain.traits.gas) > verdict.maxGas) throw new ProblemError("GAS_TOO_HIGH");
  return verdict.sponsor;
}

function returnData(signed: WireSignedReturn): Hex {
  return interfaces.EntryRightRegistry.encodeFunctionData("returnRights", [[{ ...signed }]]) as Hex;
}

/** What is added to a node's measure of a return, in percent. */
const MARGIN = 20;

/**
 * The gas of returns: what the node measures for one of this size, or the least that the relay counts. A node that does not
 * say is not a reason to refuse.
 */
function returnGasOf({ chain, config }: Intake): (signed: WireSignedReturn) => Promise<number> {
  const { contracts, traits } = config().chain;
  const measured = new Map<string, Promise<number>>();
  return (signed) => {
    const shape = `${signed.count} ${signed.signature.length}`;
    const least = returnGas(signed.count, traits.gas);
    const known = measured.get(shape);
    if (known !== undefined) return known;
    const gas = chain
      .measure({ from: contracts.GasRelayForwarder, to: contracts.EntryRightRegistry, data: returnData(signed) })
      .then((one) => (one.success ? Math.max(least, Math.ceil((Number(one.gas) * (100 + MARGIN)) / 100)) : least))
      .catch(() => least);
    measured.set(shape, gas);
    return gas;
  };
}

function statementOf({ signed, first, expiresAt }: SentReturn, holder: Address): ReturnStatement {
  return { rightId: first, count: signed.count, holder, rebinds: signed.rebinds, expiresAt };
}

function digestOf({ config }: Intake, sent: SentReturn, holder: Address): Hex {
  const { id, contracts } = config().chain;
  return returnDigest({ chainId: id, rightsRegistry: contracts.EntryRightRegistry }, statementOf(sent, holder));
}

function checkSignature({ signed, holder }: SentReturn, digest: Hex | undefined): void {
  if (!isSignedBy(requireSet(digest), signed.signature, requireSet(holder)))
    throw new ProblemError("SIGNATURE_INVALID");
}

async function checkWindows({ chain, config, now }: Intake, items: readonly Item<SentReturn>[]): Promise<void> {
  const { minDeadlineSeconds } = config().requests;
  const memory = { seconds: 60, now: () => now().getTime() };
  const timeOf = memoize((_: "now") => chain.blockTime(), memory);
  const until = memoize((eventId: number) => chain.returnUntil(eventId), memory);
  await checkUnanswered(items, async ({ sent }) => {
    const soon = BigInt((await timeOf("now")) + minDeadlineSeconds);
    if (sent.expiresAt <= soon) throw new ProblemError("DEADLINE_TOO_NEAR");
    if (BigInt(await until(Number(sent.first >> 32n))) <= soon) throw invalid("The time for returns is over.");
  });
}

/** Checks each right as the registry would. The first right belongs to the range's holder by definition. */
async function checkRights({ chain, db }: Intake, items: readonly Item<SentReturn>[]): Promise<void> {
  const open = unansweredItems(items);
  const ids = open.flatMap(({ sent }) => idsOf(sent));
  const rights = await chain.rightsOf(ids);
  const rightOf = new Map(ids.map((id, i) => [id, rights[i]]));
  const underWay = await returnsUnderWay(
    db,
    open.map(({ sent }) => requireSet(sent.holder)),
  );
  await checkUnanswered(items, ({ sent }) => {
    const holder = requireSet(sent.holder);
    for (const id of idsOf(sent)) {
      const found = rightOf.get(id);
      const why = findReturnFault(answerOf(found), holder, sent.signed.rebinds);
      if (why !== undefined) throw invalid(why);
    }
    const range = { first: sent.first, count: sent.signed.count };
    const other = underWay.find((one) => sameAddress(one.holder, holder) && touches(one, range));
    if (other !== undefined) throw returnPending(other.digest);
  });
}

function idsOf({ signed, first }: SentReturn): bigint[] {
  return Array.from({ length: signed.count }, (_, i) => first + BigInt(i));
}

function findReturnFault(right: HeldRight | typeof NO_RIGHT, holder: Address, rebinds: number): string | undefined {
  if (right === NO_RIGHT) return "There are fewer rights than this.";
  if (!right.live) return "A right was admitted, returned or revoked.";
  if (!sameAddress(right.holder, holder)) return "A right has another holder.";
  if (right.rebinds !== rebinds) return "A right was rebound since: sign again.";
  return undefined;
}

function rowOf(intake: Intake, caller: Caller, { sent, digest }: Item<SentReturn>): NewRequest {
  const { contracts } = intake.config().chain;
  const sponsor = requireSet(sent.sponsor);
  const last = sent.expiresAt - 1n;
  return {
    digest: requireSet(digest),
    kind: "return",
    from: requireSet(sent.holder),
    to: contracts.EntryRightRegistry,
    selector: interfaces.EntryRightRegistry.getFunction("returnRights").selector as Hex,
    gas: requireSet(sent.gas),
    deadline: Math.min(Number(last), Number.MAX_SAFE_INTEGER),
    payload: sent.signed,
    sponsor: sponsor.id,
    events: [Number(sent.first >> 32n)],
    priority: Priority.other,
    reservation: reservationOf(intake, caller, sponsor, requireSet(sent.cost)),
  };
}

const invalid = (detail: string): ProblemError => new ProblemError("RETURN_INVALID", { detail });
