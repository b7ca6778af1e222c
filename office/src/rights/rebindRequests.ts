import { randomBytes } from "node:crypto";
import type { Address, RightId } from "doorkey";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Storage } from "../storage/openStorage.ts";
import type { Rights } from "./createRights.ts";

/** A lost phone: whose right goes to which new key. An admin of the organizer signs it, see `doorkey rebind --file`. */
export type RebindRequest = {
  readonly id: string;
  /** In decimal digits. */
  readonly rightId: string;
  /** The key of the lost phone, as the chain had it when the clerk filed this. */
  readonly holder: Address;
  readonly newHolder: Address;
  /** How the clerk recognised the buyer, without numbers of documents. */
  readonly recognised: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly by: string;
};

/** Requests for lost phones of unnamed events, until the chain shows the new key. */
export type RebindRequests = {
  /** Replaces an earlier request for the same right. @throws RIGHT_UNKNOWN */
  readonly file: (
    of: Pick<RebindRequest, "newHolder" | "recognised"> & { readonly rightId: RightId },
    by: string,
  ) => RebindRequest;
  /** Those that are not carried out yet. */
  readonly list: () => readonly RebindRequest[];
  /** @throws REQUEST_UNKNOWN */
  readonly drop: (id: string) => void;
};

/** Most requests that are listed at once. */
const MOST = 1_000;

export function createRebindRequests({
  storage: { db, write },
  rights,
  now,
}: createRebindRequests.Options): RebindRequests {
  return {
    file: ({ rightId, newHolder, recognised }, by) => {
      const { holder } = rights.read(rightId);
      const request = {
        id: randomBytes(9).toString("hex"),
        rightId: String(rightId),
        holder,
        newHolder,
        recognised,
        at: now(),
        by,
      };
      write(() => {
        db.prepare("delete from rebind_request where right = ?").run(request.rightId);
        db.prepare("insert into rebind_request values (?, ?, ?, ?, ?, ?, ?)").run(
          ...[request.id, request.rightId, holder, newHolder, recognised, request.at, by],
        );
      });
      return request;
    },
    list: () =>
      db
        .prepare("select * from rebind_request order by at")
        .all()
        .map((row) => ({
          id: String(row.id),
          rightId: String(row.right),
          holder: String(row.holder) as Address,
          newHolder: String(row.new_holder) as Address,
          recognised: String(row.recognised),
          at: Number(row.at),
          by: String(row.by),
        }))
        .filter(({ rightId, holder }) => rights.find(BigInt(rightId))?.holder === holder)
        .slice(0, MOST),
    drop: (id) => {
      const { changes } = write(() => db.prepare("delete from rebind_request where id = ?").run(id));
      if (Number(changes) === 0) throw new ProblemError("REQUEST_UNKNOWN");
    },
  };
}

export declare namespace createRebindRequests {
  type Options = { readonly storage: Storage; readonly rights: Rights; readonly now: () => number };
}
