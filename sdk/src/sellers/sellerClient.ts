import { assertAddress } from "../core/addressFault.ts";
import { assertHex } from "../core/assertHex.ts";
import { assertText } from "../core/assertText.ts";
import { sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { sameAddress } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { PageError } from "../core/PageError.ts";
import { assertShape, type Shape } from "../core/shape.ts";
import { CLAIM, type Claim, type Invitation } from "../pass/Claim.ts";
import { readPass } from "../pass/checkPass.ts";
import { PASS, type Pass } from "../pass/Pass.ts";
import type { SignedRebind } from "../pass/signRebind.ts";
import type { SignedReturn } from "../pass/signReturn.ts";
import { askSeller, strange } from "./askSeller.ts";
import type { Fetch } from "./fetchBounded.ts";
import {
  HOLDER_RIGHTS,
  type HolderRights,
  REBIND_RESULTS,
  RETURN_RESULTS,
  SELLER_EVENT,
  SELLER_SITE,
  type SellerEvent,
  type SellerResult,
  type SellerResults,
  type SellerSite,
} from "./SellerAnswers.ts";
import { SELLER_VERDICT, type SellerVerdict } from "./SellerVerdict.ts";
import { SITE_AGENTS_PATH } from "./SiteAgents.ts";

/** Default of the longest wait for one answer, in milliseconds: a claim waits until its rights are granted. */
const TIMEOUT = 60_000;
/** Most statements in one call: the rights of one purchase. */
const MOST = 8;

/** What a wallet asks a seller, see `sellerClient`. */
export type SellerClient = {
  /** The address, without a slash at its end. */
  readonly url: string;
  /** What the seller's site publishes of itself. */
  site(): Promise<SellerSite>;
  /** Throws SELLER_DIFFERENT unless the seller's site names the agent of the invitation. Ask before a key is made. */
  check(invitation: Invitation): Promise<SellerSite>;
  /** Whether another site may sell the event, as this seller finds on the chain; see `checkSeller` of `doorkey`. */
  checkSeller(eventId: number, url: string): Promise<SellerVerdict>;
  /** An event that it sells, for a fan who has no ticket yet. */
  event(eventId: number): Promise<SellerEvent>;
  /** Answers an invitation. The same claim again gets the same pass. */
  claim(claim: Claim): Promise<Pass>;
  /** Hands over signed returns, at most eight; how each ended, in their order. */
  return(returns: readonly SignedReturn[]): Promise<readonly SellerResult<"returned">[]>;
  /** Hands over consents of the old key, at most eight; how each ended, in their order. */
  rebind(rebinds: readonly SignedRebind[]): Promise<readonly SellerResult<"rebound">[]>;
  /** What the seller knows of a key: what it holds, what happened to it, and passes to show. */
  rights(holder: string): Promise<HolderRights>;
};

/**
 * A seller as a wallet asks it, at the address in an invitation's link. The seller may be hostile: answers are bounded
 * in size and time, no redirect is followed, and an answer that does not fit the question is refused. Requests carry no
 * cookies. What a seller says of rights is its word; only `checkPass` and a gate decide what a pass is worth.
 *
 * @param url Such as `https://tickets.shop.example/door`; http on this machine only.
 * @param options.timeout Longest wait for one answer, in milliseconds. Defaults to 60,000.
 * @throws VALUE_INVALID. The functions throw SELLER_UNREACHABLE, SELLER_ANSWER_MALFORMED, SELLER_DIFFERENT, and what the
 * seller answers: CLAIM_*, PURCHASE_*, SALE_REFUSED, GRANT_REFUSED, EVENT_UNKNOWN, or SELLER_REFUSED for all else.
 * @example
 * import { checkPass, createDeviceKey, readInvitation, sellerClient, signClaim } from "doorkey/buyer";
 *
 * async function keepTicket(link: string) {
 *   const { invitation, seller } = readInvitation(link);
 *   const shop = sellerClient(seller ?? "https://tickets.shop.example");
 *   await shop.check(invitation);
 *   const key = await createDeviceKey({ event: invitation.event });
 *   return checkPass(key, await shop.claim(await signClaim(key, invitation)));
 * }
 */
export function sellerClient(url: string, options: sellerClient.Options = {}): SellerClient {
  assertAddress("url", url);
  const { fetch = globalThis.fetch, timeout = TIMEOUT } = given("options", options);
  assertUint("timeout", timeout, 31);
  const base = url.replace(/\/$/, "");
  const ask = <T>(path: string, shape: Shape<T>, body?: object) =>
    askSeller(`${base}${path}`, { fetch, timeout, shape, body });
  const site = () => askSeller(new URL(SITE_AGENTS_PATH, url).href, { fetch, timeout, shape: SELLER_SITE });

  return {
    url: base,
    site,
    check: async (invitation) => {
      given("event", given("invitation", invitation, "event").event);
      const told = await site();
      if (!told.agents.some((agent) => isAgentOf(agent, invitation))) throw new PageError("SELLER_DIFFERENT");
      return told;
    },
    checkSeller: async (eventId, url) => {
      assertUint("eventId", eventId, 32);
      assertText("url", url);
      return ask(`/sellers/${eventId}?${new URLSearchParams({ url })}`, SELLER_VERDICT);
    },
    event: async (eventId) => {
      assertUint("eventId", eventId, 32);
      const event = await ask(`/events/${eventId}`, SELLER_EVENT);
      if (event.eventId !== eventId) throw strange(`It answered for event ${event.eventId}, not ${eventId}.`);
      return event;
    },
    claim: async (claim) => {
      assertShape("CLAIM_MALFORMED", CLAIM, claim);
      const pass = await ask("/claims", PASS, claim);
      assertWhole(pass);
      assertFits(pass, claim);
      return pass;
    },
    return: async (returns) => {
      assertStatements("returns", returns);
      return fitting(returns, await ask("/returns", RETURN_RESULTS, { returns }));
    },
    rebind: async (rebinds) => {
      assertStatements("rebinds", rebinds);
      return fitting(rebinds, await ask("/rebinds", REBIND_RESULTS, { rebinds }));
    },
    rights: async (holder) => {
      assertHex("holder", holder, 20);
      const told = await ask(`/rights?holder=${holder}`, HOLDER_RIGHTS);
      for (const pass of told.passes) {
        assertWhole(pass);
        if (!sameAddress(pass.holder, holder)) throw strange("Its pass is of another key.");
      }
      return told;
    },
  };
}

export declare namespace sellerClient {
  type Options = { readonly fetch?: Fetch | undefined; readonly timeout?: number | undefined };
}

function isAgentOf(agent: SellerSite["agents"][number], { event, agentId }: Invitation): boolean {
  const { chainId, rightsRegistry } = agent;
  return agent.agentId === agentId && chainId === event.chainId && sameAddress(rightsRegistry, event.rightsRegistry);
}

/** Throws unless the parts of a pass agree. */
function assertWhole(pass: Pass): void {
  try {
    readPass(pass);
  } catch (cause) {
    throw new PageError("SELLER_ANSWER_MALFORMED", { details: ["The parts of its pass do not agree."], cause });
  }
}

/** A seller that hands over another key's pass, or fewer places, must not look as if it had kept its word. */
function assertFits(pass: Pass, { event, holder, agentId, quantity }: Claim): void {
  if (!sameEvent(pass, event)) throw strange("Its pass is for another event.");
  if (!sameAddress(pass.holder, holder)) throw strange("Its pass is of another key.");
  if (pass.seller.agentId !== agentId) throw strange("Its pass names another seller.");
  const places = pass.count + (pass.runs ?? []).reduce((sum, run) => sum + run.count, 0);
  if (places !== quantity) throw strange(`Its pass has ${places} places, and the order has ${quantity}.`);
}

function assertStatements(name: string, statements: readonly { readonly rightId: string }[]): void {
  const isList = Array.isArray(statements) && statements.length > 0 && statements.length <= MOST;
  if (isList && statements.every((one) => typeof one?.rightId === "string" && isJson(one))) return;
  throw new PageError("VALUE_INVALID", { details: [`${name} must be a list of 1 to ${MOST} signed statements.`] });
}

/** Whether it can be sent: no large integer, and no part that holds itself. */
function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

/** The results, if each is of the right that was asked about. */
function fitting<done extends "returned" | "rebound">(
  asked: readonly { readonly rightId: string }[],
  { results }: SellerResults<done>,
): readonly SellerResult<done>[] {
  if (results.length === asked.length && results.every(({ rightId }, i) => rightId === asked[i]?.rightId)) {
    return results;
  }
  throw strange("Its results are of other rights than those in the request.");
}
