import { DoorkeyError } from "../core/DoorkeyError.ts";

/** Names of Refusal.sol at their numbers, which never change. */
const NAMES = [
  "None",
  "SeatTaken",
  "PersonFull",
  "EvidenceRefused",
  "RightNonexistent",
  "RightAdmitted",
  "RightVoid",
  "BadSignature",
  "WrongHolder",
  "SignedBeforeRebind",
  "StatementExpired",
  "WindowClosed",
  "CountInvalid",
  "WrongEvent",
  "OutsideDoors",
  "ClockApart",
  "NotNamed",
] as const;

/** Why one item of a call was passed over while the others succeeded; with the contracts' names. */
export type RefusalName = Exclude<(typeof NAMES)[number], "None">;

/**
 * What each refusal means, in a sentence for people.
 *
 * @example
 * import { refusalSentences, type RefusalName } from "doorkey";
 *
 * const sentenceOf = (reason: RefusalName) => refusalSentences[reason];
 */
export const refusalSentences: { readonly [name in RefusalName]: string } = {
  SeatTaken: "The seat is held, or was freed and not reopened.",
  PersonFull: "The person has as many rights as the event allows.",
  EvidenceRefused: "The identity verifier did not vouch for the holder.",
  RightNonexistent: "The right does not exist.",
  RightAdmitted: "The right was admitted before and cannot change any more.",
  RightVoid: "The right was returned, taken back, or refused when it was granted.",
  BadSignature: "The holder of the right did not sign exactly this.",
  WrongHolder: "The signer does not hold this right, or no longer holds it.",
  SignedBeforeRebind: "It was signed before the right was bound to its current key.",
  StatementExpired: "What the holder signed has expired.",
  WindowClosed: "The time for this has passed.",
  CountInvalid: "A statement covers one to eight rights.",
  WrongEvent: "The right is for another event.",
  OutsideDoors: "It was scanned before doors opened or after they closed.",
  ClockApart: "The clocks of holder and gate are more than ten minutes apart.",
  NotNamed: "The right needs a person and has none.",
};

export function isRefusalName(value: unknown): value is RefusalName {
  return typeof value === "string" && Object.hasOwn(refusalSentences, value);
}

/** Name of a refusal in a log. */
export function refusalName(number: bigint): RefusalName {
  const name = NAMES[Number(number)];
  if (name !== undefined && name !== "None") return name;
  throw new DoorkeyError("VALUE_INVALID", { details: [`No refusal has the number ${number}.`] });
}
