import { type Address, checksummed, sameAddress } from "doorkey/buyer";
import type { PrepareBody, Prepared } from "doorkey/relay";
import { judgeCall } from "../policy/Policy.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { requestsWithNonces, takeNonce } from "../storage/index.ts";
import { chargedGas, refusePadded } from "./callData.ts";
import { failed } from "./failed.ts";
import { type Caller, countCalls, countSender, type Intake, latestClock, refuseIfPaused } from "./Intake.ts";
import { answerOf } from "./intakeChain.ts";
import { leastLoaded } from "./relayers.ts";

/** Nonces in one word of the forwarder's bitmap. */
const WORD = 256n;
/** Words that are searched for a free nonce. They cover 4,096 nonces that were used without this relay. */
const MOST_WORDS = 16;

/**
 * The request that `from` should sign for a call, with measured gas, a free nonce that no other call gets, and the
 * relay's signer with the least to do.
 *
 * @throws ProblemError
 */
export async function prepare(intake: Intake, caller: Caller, body: PrepareBody): Promise<Prepared> {
  const { chain, requests: bounds } = intake.config();
  const from = checksummed(body.from);
  const call = { from, to: checksummed(body.to), data: body.data };
  if (call.data.length / 2 - 1 > bounds.maxDataBytes) throw new ProblemError("DATA_TOO_LARGE");
  await countCalls(intake, caller, 1);
  await countSender(intake, caller, from);
  const verdict = await judgeCall(intake.config(), intake.facts, call, caller.keyHash);
  if ("refusal" in verdict) throw new ProblemError(verdict.refusal);
  refusePadded(chain.contracts, call);

  const state = await intake.state();
  refuseIfPaused(state, verdict.sponsor);
  const relayer = leastLoaded(state.relayers);
  if (relayer === undefined) throw new ProblemError("SIGNERS_MISSING", { retryAfter: 5 });

  const [gas, time] = await Promise.all([measuredGas(intake, call), intake.chain.blockTime()]);
  if (chargedGas(gas, call.data) > verdict.maxGas) {
    throw new ProblemError("GAS_TOO_HIGH", { detail: `It takes ${gas} gas; ${verdict.maxGas} are sponsored.` });
  }
  const nonce = await freeNonce(intake, from);
  return {
    chainId: chain.id,
    forwarder: chain.contracts.GasRelayForwarder,
    request: {
      ...call,
      gas: String(gas),
      nonce: String(nonce),
      deadline: latestClock(intake, time) + bounds.deadlineSeconds,
      relayer: checksummed(relayer.address),
    },
    sponsor: verdict.sponsor.id,
  };
}

/** @throws CALL_REVERTS with what it reverts with. */
async function measuredGas(
  { chain, config }: Intake,
  call: { readonly from: Address; readonly to: Address; readonly data: PrepareBody["data"] },
): Promise<bigint> {
  // A request to the forwarder only uses up its nonce. It makes no call.
  if (sameAddress(call.to, config().chain.contracts.GasRelayForwarder)) return 0n;
  const measured = await chain.measure(call);
  if (!measured.success) throw failed(measured);
  const margin = BigInt(config().requests.gasMarginPercent);
  return measured.gas + (measured.gas * margin) / 100n;
}

/** Consecutive bits cost the least gas. A nonce that the chain or another request has is passed over. */
async function freeNonce({ chain, db }: Intake, from: Address): Promise<bigint> {
  let nonce = await takeNonce(db, from);
  for (let words = 0; words < MOST_WORDS; words++) {
    const word = nonce / WORD;
    const used = answerOf((await chain.nonceWords([{ from, word }]))[0]);
    const free = firstFree(used, nonce % WORD);
    if (word * WORD + free === nonce && (await requestsWithNonces(db, [{ from, nonce }])).size === 0) return nonce;
    nonce = await takeNonce(db, from, word * WORD + free);
  }
  throw new ProblemError("NONCE_USED", { detail: "No free nonce was found: ask again, or choose one." });
}

/** The first clear bit from `start` on; 256 when there is none. A faulty node may answer more bits than a word has. */
function firstFree(bits: bigint, start: bigint): bigint {
  let bit = start;
  while (bit < WORD && (bits >> bit) & 1n) bit++;
  return bit;
}
