import { type Address, type Hex, isHex } from "doorkey/buyer";
import { type DrawContracts, drawCall, type WireDrawAct } from "doorkey/relay";
import { concat, dataSlice, keccak256, toBeHex } from "ethers";
import { judgeUnder, sponsorOfEvent } from "../policy/Policy.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { drawContractsOf } from "../policy/SuiteAddresses.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { NewRequest } from "../storage/index.ts";
import { costOfAct } from "./cost.ts";
import { failed } from "./failed.ts";
import { type Caller, type Cost, countCalls, countSender, type Intake, latestClock, reservationOf } from "./Intake.ts";
import { type Answer, checkUnanswered, type Item, requireSet, unansweredItems } from "./Item.ts";
import { Priority } from "./priority.ts";
import { answerKnown, refuseUnwelcome, store } from "./store.ts";

/** The same act may be wanted again later, for example a hold. Within this many seconds it counts as one. */
const SAME_SECONDS = 60;

/** Seconds for which an act is kept in the queue. */
const LIFETIME = 3_600;

/** An act, with what the checks find out about it. */
type SentAct = {
  readonly act: WireDrawAct;
  readonly call: { readonly to: Address; readonly data: Hex };
  sponsor?: Sponsor;
  /** The most gas that its sponsor pays for it, and what it was measured to take. */
  maxGas?: number;
  gas?: number;
  cost?: Cost;
};

/**
 * Accepts acts at draws that anyone may make, without a signature. The sponsor of the event's organizer pays. Each is
 * tried by a call before anything is stored, so that no caller makes the sponsor pay for what the chain would refuse.
 *
 * @throws ProblemError if the caller is refused.
 */
export async function admitDrawActs(intake: Intake, caller: Caller, acts: readonly WireDrawAct[]): Promise<Answer[]> {
  const { chain } = intake.config();
  const contracts = drawContractsOf(chain.contracts);
  if (contracts === undefined) throw new ProblemError("TARGET_NOT_SPONSORED");
  const items = acts.map((act) => itemFor(intake, contracts, act));
  const state = await intake.state();
  await countCalls(intake, caller, items.length);
  await checkUnanswered(items, ({ sent }) => countSender(intake, caller, senderOf(sent)));
  await answerKnown(intake, unansweredItems(items));
  await checkUnanswered(items, (item) => findPayer(intake, caller, item.sent));
  await checkUnanswered(items, ({ sent }) => checkAct(intake, sent.act));
  await checkUnanswered(items, ({ sent }) => measure(intake, sent));
  await checkUnanswered(items, async ({ sent }) => {
    sent.cost = await costOfAct(intake, sent.call, requireSet(sent.gas));
  });
  await refuseUnwelcome(intake, caller, state, items, ({ sent }) => ({
    from: senderOf(sent),
    sponsor: requireSet(sent.sponsor),
    cost: requireSet(sent.cost),
  }));
  const time = latestClock(intake, await intake.chain.blockTime());
  return store(intake, items, (item) => rowOf(intake, caller, item, time));
}

function itemFor({ now }: Intake, contracts: DrawContracts, act: WireDrawAct): Item<SentAct> {
  const call = drawCall(contracts, [act]);
  const when = Math.floor(now().getTime() / 1_000 / SAME_SECONDS);
  return { sent: { act, call }, digest: keccak256(concat([call.to, call.data, toBeHex(when, 32)])) as Hex };
}

/** The holder whom an act is for. An act that is for everybody has an address of its own, so that none crowds out another. */
function senderOf({ act, call }: SentAct): Address {
  return "holder" in act ? act.holder : (dataSlice(keccak256(concat([call.to, call.data])), 0, 20) as Address);
}

async function findPayer({ config, facts }: Intake, { keyHash }: Caller, sent: SentAct): Promise<void> {
  const current = config();
  const sponsor =
    keyHash === undefined
      ? await sponsorOfEvent(current, facts, sent.act.eventId)
      : current.sponsors.find(({ keyHashes }) => keyHashes.includes(keyHash));
  if (sponsor === undefined) throw new ProblemError(keyHash === undefined ? "KEY_MISSING" : "KEY_UNKNOWN");
  const verdict = await judgeUnder(current, sponsor, facts, sent.call);
  if ("refusal" in verdict) throw new ProblemError(verdict.refusal);
  Object.assign(sent, { sponsor: verdict.sponsor, maxGas: verdict.maxGas });
}

/** What a call alone does not show: whether a round is that of a draw, and whether a hold gains any time worth its price. */
async function checkAct({ chain }: Intake, act: WireDrawAct): Promise<void> {
  if (act.act === "prove") {
    const { round, isProven } = await chain.drawOf(act.eventId, act.classId);
    if (round !== act.round) throw invalid(`The draw needs round ${round}.`);
    if (isProven) throw invalid(`The chain has round ${round} already.`);
  }
  if (act.act === "hold") {
    const [{ window, deadline, keepUntil }, now] = await Promise.all([
      chain.drawOf(act.eventId, act.classId),
      chain.blockTime(),
    ]);
    const gained = Math.max((now + window - deadline) / window, (now + DAY - keepUntil) / DAY);
    if (gained < LEAST_GAIN) throw invalid("It was held just now: hold it again later.");
  }
}

const DAY = 86_400;

/** A hold puts off the window at least by this share of it. Otherwise anyone could make the sponsor pay for one a minute. */
const LEAST_GAIN = 1 / 8;

/** Tries the act, and measures the gas that it takes. */
async function measure({ chain, config }: Intake, sent: SentAct): Promise<void> {
  const { act, call } = sent;
  const tried = await chain.tryAct(call);
  if (!tried.success) throw failed(tried);
  if (act.act === "accept" && (!isHex(tried.data, 32) || BigInt(tried.data) === 0n)) {
    throw invalid("The place is not offered, is kept already, or the evidence does not hold.");
  }
  const measured = await chain.measureAct(call);
  if (!measured.success) throw failed(measured);
  const margin = BigInt(config().requests.gasMarginPercent);
  const gas = Number(measured.gas + (measured.gas * margin) / 100n);
  if (gas > requireSet(sent.maxGas)) throw new ProblemError("GAS_TOO_HIGH");
  sent.gas = gas;
}

function rowOf(intake: Intake, caller: Caller, { sent, digest }: Item<SentAct>, time: number): NewRequest {
  const sponsor = requireSet(sent.sponsor);
  return {
    digest: requireSet(digest),
    kind: "act",
    from: senderOf(sent),
    to: sent.call.to,
    selector: sent.call.data.slice(0, 10) as Hex,
    gas: requireSet(sent.gas),
    deadline: time + LIFETIME,
    payload: sent.act,
    sponsor: sponsor.id,
    events: [sent.act.eventId],
    priority: Priority.other,
    reservation: reservationOf(intake, caller, sponsor, requireSet(sent.cost)),
  };
}

const invalid = (detail: string): ProblemError => new ProblemError("ACT_INVALID", { detail });
