import type { RightId } from "doorkey";
import type { IdentityDocument } from "doorkey/attester";
import type { SignedRebind, SignedReturn } from "doorkey/buyer";
import type { Act } from "./Act.ts";

/** Changes of rights that were granted. Each is written down before it is sent. */
export type Acts = {
  /** Delivers returns that holders signed, at most eight, of one event. The same again ends the same way. */
  readonly deliver: (returns: readonly SignedReturn[], by?: string) => Promise<Act>;
  /** Binds rights to the keys that their old keys consented to. The same again ends the same way. */
  readonly move: (rebinds: readonly SignedRebind[], by?: string) => Promise<Act>;
  /** Binds a named right to another key of the person whose document a manager saw. */
  readonly moveByDocument: (of: Acts.Person, by: string) => Promise<Act>;
  /** @param of.holder Defaults to the right's own key. */
  readonly name: (
    of: Omit<Acts.Person, "holder"> & { readonly holder?: string | undefined },
    by: string,
  ) => Promise<Act>;
  readonly revoke: (of: { readonly rightIds: readonly RightId[]; readonly reason: string }, by: string) => Promise<Act>;
  /** Acts whose outcome is not known yet. */
  readonly waiting: () => readonly Act[];
  /** Looks up in the chain what became of acts that were cut off. */
  readonly settle: () => void;
};

export declare namespace Acts {
  type Person = { readonly rightId: RightId; readonly holder: string; readonly document: IdentityDocument };
}
