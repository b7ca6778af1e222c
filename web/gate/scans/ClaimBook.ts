import { packRightId, type RightId, unpackEntry } from "doorkey/code";
import type { Delta } from "../../../gate/src/protocol/answers.ts";
import type { Claim, Claims } from "../../../gate/src/protocol/Claim.ts";
import type { LogRow } from "../../../gate/src/protocol/messages.ts";

/** Who is in, as far as this gate knows: what its hub told, and its own log. */
export class ClaimBook implements Claims {
  readonly #claims = new Map<RightId, Claim>();
  readonly #eventId: number;

  constructor(eventId: number) {
    this.#eventId = eventId;
  }

  get(rightId: RightId): Claim | undefined {
    return this.#claims.get(rightId);
  }

  /** Takes a change that the hub told. The hub may not know yet that this gate showed its light. */
  hear({ serial, claim }: Delta): void {
    const rightId = this.#rightOf(serial);
    const own = this.#claims.get(rightId);
    if (claim === undefined) this.#claims.delete(rightId);
    else
      this.#claims.set(rightId, {
        ...claim,
        shown: claim.shown || (own?.shown === true && own.scanId === claim.scanId),
      });
  }

  /** Takes a row of this gate's own log. */
  note(row: LogRow): void {
    const { verdict, entry, right, mask = 0, scanId, device, at } = row;
    if (right === undefined) return;
    for (let bit = 0; bit < 8; bit++) {
      if ((mask & (1 << bit)) === 0) continue;
      const rightId = this.#rightOf(right + bit);
      if (verdict === "undo") this.#claims.delete(rightId);
      if (verdict !== "admit" || entry === undefined || this.#claims.get(rightId)?.shown === true) continue;
      const { issuedAt, challenge, scannedAt, lane } = unpackEntry(BigInt(entry));
      const proof = { issuedAt: Number(issuedAt), challenge };
      this.#claims.set(rightId, {
        ...proof,
        scannedAt,
        lane,
        scanId,
        device,
        storedAt: at,
        shown: true,
        byHand: false,
      });
    }
  }

  /** Forgets all, before another hub tells what it knows. */
  clear(): void {
    this.#claims.clear();
  }

  #rightOf(serial: number): RightId {
    return packRightId({ eventId: this.#eventId, batch: serial >>> 11, index: serial & 0x7ff });
  }
}
