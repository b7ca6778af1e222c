import { type HolderRight, type Pass, packRightId, runsOf, sameAddress, unpackRightId } from "doorkey/buyer";
import type { Ticket } from "./Ticket.ts";

/** One person of a ticket: one right of its pass. */
export type Person = {
  /** Counts the rights of the pass, from 0. */
  readonly index: number;
  readonly rightId: string;
  readonly seat: string | undefined;
  readonly state: "outside" | "in" | "returned" | "revoked" | "moved";
  readonly entry: HolderRight["entry"];
  readonly rebinds: number;
};

/** The people of a pass, with what the seller said last of each. Throws PASS_MALFORMED for a pass that was edited. */
export function peopleOf(pass: Pass, news: Ticket["news"]): readonly Person[] {
  const known = new Map(news?.rights.map((right) => [right.rightId, right]));
  return runsOf(pass)
    .flatMap(({ rightId, count, seats }) =>
      Array.from({ length: count }, (_, i) => ({ rightId: idAfter(BigInt(rightId), i), seat: seats[i] })),
    )
    .map(({ rightId, seat }, index) => {
      const right = known.get(rightId);
      const { entry, rebinds = 0 } = right ?? {};
      return { index, rightId, seat, state: stateOf(right, pass), entry, rebinds };
    });
}

function idAfter(rightId: bigint, i: number): string {
  const { index, ...rest } = unpackRightId(rightId);
  return String(packRightId({ ...rest, index: index + i }));
}

function stateOf(right: HolderRight | undefined, { holder }: Pass): Person["state"] {
  if (right === undefined) return "outside";
  if (right.status === "void") return right.freed ?? "revoked";
  if (!sameAddress(right.holder, holder)) return "moved";
  return right.status === "admitted" ? "in" : "outside";
}
