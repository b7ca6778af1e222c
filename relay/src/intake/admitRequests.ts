import { checksummed, type Hex, sameAddress } from "doorkey/buyer";
import type { WireForwardRequest, WireSignedRequest } from "doorkey/relay";
import { ZeroAddress } from "ethers";
import { recoverSigner } from "../chain/recoverSigner.ts";
import { judgeCall } from "../policy/Policy.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ProblemCode } from "../problems/problemTable.ts";
import { type NewRequest, nonceKey, requestsWithNonces, type SignerNonce } from "../storage/index.ts";
import { chargedGas, refusePadded } from "./callData.ts";
import { costOfRequest } from "./cost.ts";
import { eventsNamed } from "./eventsNamed.ts";
import { failed } from "./failed.ts";
import { type Caller, type Cost, countCalls, countSender, type Intake, latestClock, reservationOf } from "./Intake.ts";
import { type Answer, checkUnanswered, type Item, requireSet, unansweredItems } from "./Item.ts";
import { answerOf } from "./intakeChain.ts";
import { priorityOf } from "./priority.ts";
import type { RelayState } from "./relayers.ts";
import { answerKnown, nonceTaken, refuseUnwelcome, store } from "./store.ts";

/** A request, with what the checks find out about it. */
type SentRequest = WireSignedRequest & { sponsor?: Sponsor; cost?: Cost };

const MOST_UINT256 = (1n << 256n) - 1n;

/**
 * Accepts signed requests of teams. Each is judged by itself, cheap checks first. A request that gets a status is
 * durable.
 *
 * @throws ProblemError if the caller is refused.
 */
export async function admitRequests(
  intake: Intake,
  caller: Caller,
  requests: readonly WireSignedRequest[],
): Promise<Answer[]> {
  const items: Item<SentRequest>[] = requests.map((signed) => ({ sent: { ...signed } }));
  const state = await intake.state();

  await checkUnanswered(items, ({ sent }) => checkBounds(intake, state, sent.request));
  await countCalls(intake, caller, items.length);
  await checkUnanswered(items, async ({ sent }) => {
    sent.sponsor = await payerOf(intake, caller, sent.request);
  });
  await checkUnanswered(items, ({ sent }) => countSender(intake, caller, sent.request.from));

  const identified = items.filter(({ answer }) => answer === undefined || mayBeKnown(answer));
  for (const item of identified) item.digest = intake.digestOf(item.sent.request);
  await answerKnown(intake, identified);
  if (unansweredItems(items).length > 0) {
    const time = await intake.chain.blockTime();
    await checkUnanswered(items, ({ sent }) => checkDeadline(intake, sent.request, time));
  }
  await checkNonces(intake, items);
  await checkUnanswered(items, ({ sent, digest }) => checkSignature(sent, digest));
  await checkUnanswered(items, async ({ sent }) => {
    sent.cost = await costOfRequest(intake, { request: sent.request, signature: sent.signature });
  });
  await refuseUnwelcome(intake, caller, state, items, ({ sent }) => ({
    from: sent.request.from,
    sponsor: requireSet(sent.sponsor),
    cost: requireSet(sent.cost),
  }));
  await simulate(intake, items);
  return store(intake, items, (item) => rowOf(intake, caller, item));
}

/** Refusals without a look-up: the caller must stay cheap, or the relay cannot have accepted the request before. */
const NEVER_LOOKED_UP: readonly ProblemCode[] = [
  "BODY_MALFORMED",
  "DATA_TOO_LARGE",
  "KEY_MISSING",
  "KEY_UNKNOWN",
  "RATE_LIMITED",
];

/**
 * Whether the relay may have accepted a refused request under an earlier policy. Then its sender must get the status: a
 * sender who only sees a refusal signs a second request, and both could execute.
 */
function mayBeKnown(answer: Answer): boolean {
  return "problem" in answer && !NEVER_LOOKED_UP.includes(answer.problem.code);
}

/** Checks that need only the configuration. */
function checkBounds({ config }: Intake, { relayers }: RelayState, request: WireForwardRequest): void {
  const { maxDataBytes, maxGas } = config().requests;
  for (const field of ["gas", "nonce"] as const) {
    if (BigInt(request[field]) > MOST_UINT256) {
      throw new ProblemError("BODY_MALFORMED", { detail: `${field} must be below 2^256.` });
    }
  }
  if (request.data.length / 2 - 1 > maxDataBytes) throw new ProblemError("DATA_TOO_LARGE");
  if (BigInt(request.gas) > BigInt(maxGas)) throw new ProblemError("GAS_TOO_HIGH");
  if (request.relayer === ZeroAddress) return;
  if (!relayers.some(({ address }) => sameAddress(address, request.relayer))) throw new ProblemError("RELAYER_OTHER");
}

async function payerOf({ config, facts }: Intake, caller: Caller, request: WireForwardRequest): Promise<Sponsor> {
  const verdict = await judgeCall(config(), facts, request, caller.keyHash);
  if ("refusal" in verdict) throw new ProblemError(verdict.refusal);
  refusePadded(config().chain.contracts, request);
  if (chargedGas(BigInt(request.gas), request.data) > BigInt(verdict.maxGas)) {
    throw new ProblemError("GAS_TOO_HIGH", { detail: `${verdict.maxGas} gas are sponsored.` });
  }
  return verdict.sponsor;
}

/** Against the chain's clock, which decides; the relay's may be wrong (F24). */
function checkDeadline(intake: Intake, { deadline }: WireForwardRequest, time: number): void {
  const { minDeadlineSeconds, maxDeadlineSeconds } = intake.config().requests;
  if (deadline < time + minDeadlineSeconds) throw new ProblemError("DEADLINE_TOO_NEAR");
  if (deadline > latestClock(intake, time) + maxDeadlineSeconds) {
    throw new ProblemError("DEADLINE_TOO_FAR", { detail: `At most ${maxDeadlineSeconds} seconds ahead.` });
  }
}

/** A nonce is free when neither the chain nor a living request here has it. */
async function checkNonces({ chain, db }: Intake, items: readonly Item<SentRequest>[]): Promise<void> {
  const open = unansweredItems(items);
  const nonces = open.map(({ sent: { request } }) => ({ from: request.from, nonce: BigInt(request.nonce) }));
  const wordKey = ({ from, nonce }: SignerNonce & { nonce: bigint }) => `${from.toLowerCase()} ${nonce >> 8n}`;
  const asked = [...new Map(nonces.map((one) => [wordKey(one), one])).values()];
  const words = await chain.nonceWords(asked.map(({ from, nonce }) => ({ from, word: nonce >> 8n })));
  const wordOf = new Map(asked.map((one, i) => [wordKey(one), words[i]]));
  const others = await requestsWithNonces(db, nonces);
  await checkUnanswered(items, ({ sent: { request } }) => {
    const own = { from: request.from, nonce: BigInt(request.nonce) };
    const word = answerOf(wordOf.get(wordKey(own)));
    if ((word >> (own.nonce & 255n)) & 1n) throw new ProblemError("NONCE_USED");
    const other = others.get(nonceKey(own));
    if (other !== undefined) throw nonceTaken(other);
  });
}

function checkSignature({ request, signature }: SentRequest, digest: Hex | undefined): void {
  const signer = digest && recoverSigner(digest, signature);
  if (signer === undefined || !sameAddress(signer, request.from)) throw new ProblemError("SIGNATURE_INVALID");
}

/** What the calls would do now, each with exactly the gas that it will have. */
async function simulate({ chain, config }: Intake, items: readonly Item<SentRequest>[]): Promise<void> {
  const { GasRelayForwarder: forwarder } = config().chain.contracts;
  // A request to the forwarder only burns its nonce.
  const calling = unansweredItems(items).filter(({ sent: { request } }) => !sameAddress(request.to, forwarder));
  const results = await chain.simulate(
    calling.map(({ sent: { request } }) => ({ ...request, gas: BigInt(request.gas) })),
  );
  const resultOf = new Map(calling.map((item, i) => [item, results[i]]));
  await checkUnanswered(calling, (item) => {
    const result = answerOf(resultOf.get(item));
    // What comes a block too early is kept, because the engine tries it again.
    if (!result.success && result.why !== "too_early") throw failed(result);
  });
}

function rowOf(intake: Intake, caller: Caller, { sent, digest }: Item<SentRequest>): NewRequest {
  const { request, signature } = sent;
  const sponsor = requireSet(sent.sponsor);
  return {
    digest: requireSet(digest),
    kind: "request",
    from: request.from,
    nonce: BigInt(request.nonce),
    to: request.to,
    selector: request.data.slice(0, 10) as Hex,
    gas: Number(request.gas),
    deadline: request.deadline,
    ...(request.relayer !== ZeroAddress && { relayer: request.relayer }),
    payload: { request: { ...request, from: checksummed(request.from), to: checksummed(request.to) }, signature },
    sponsor: sponsor.id,
    events: eventsNamed(intake.config().chain.contracts, request),
    priority: priorityOf(request.data),
    reservation: reservationOf(intake, caller, sponsor, requireSet(sent.cost)),
  };
}
