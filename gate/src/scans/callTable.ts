import type { Admission } from "doorkey/code";
import type { ByHandAdmission, ByHandJournal, CallJournal, JournaledCall } from "doorkey/gate";
import { serialOf } from "../merge/Book.ts";
import type { Storage } from "../storage/openStorage.ts";
import { hexOfBlob, wordBlob } from "./words.ts";

type Kind = "proof" | "hand";
type Request = JournaledCall["request"];
type Row = Readonly<Record<string, unknown>>;

/** How an entry of a call is written in the database. */
type Form<T> = { readonly toTexts: (entry: T) => string[]; readonly fromTexts: (texts: readonly string[]) => T };

const PROOF: Form<Admission> = {
  toTexts: ({ entry, signature }) => [`0x${entry.toString(16)}`, signature],
  fromTexts: ([entry = "", signature = ""]) => ({
    entry: BigInt(entry),
    signature: hexOfBlob(Buffer.from(signature.slice(2), "hex")),
  }),
};

const HAND: Form<ByHandAdmission> = {
  toTexts: ({ rightId, scannedAt, reason }) => [String(rightId), String(scannedAt), reason],
  fromTexts: ([rightId = "", at = "", reason = ""]) => ({ rightId: BigInt(rightId), scannedAt: Number(at), reason }),
};

export type CallTable = {
  readonly proofs: CallJournal;
  readonly hands: ByHandJournal;
  /** Forgets the calls whose entries have all ended. */
  dropEnded(): Promise<void>;
};

/** Signed calls that carry entries, kept before they are sent, so that a crash pays for none of them twice. */
export function callTable({ db, write }: Storage, now: () => number): CallTable {
  const put = db.prepare("insert or ignore into request(digest, kind, body, entries, at) values(?, ?, ?, ?, ?)");
  const read = db.prepare("select digest, kind, body, entries from request order by at, digest");
  const drop = db.prepare("delete from request where digest = ?");
  const stateOfProof = db.prepare("select state from entry where word = ? and signature = ?");
  const openByHand = db.prepare(
    "select 1 from entry where kind = 'hand' and serial = ? and at = ? and reason = ? and state in ('open', 'submitted')",
  );

  /** A journal of calls whose entries have this form in the database. */
  function journalOf<T>(kind: Kind, { toTexts, fromTexts }: Form<T>) {
    return {
      keepCall: ({ request, admissions }: { readonly request: Request; readonly admissions: readonly T[] }) =>
        write(() => {
          put.run(request.digest, kind, JSON.stringify(request), JSON.stringify(admissions.map(toTexts)), now());
        }),
      calls: async () =>
        read.all().flatMap((row) => {
          if (row.kind !== kind) return [];
          const request: Request = JSON.parse(String(row.body));
          return [{ request, admissions: textsOf(row).map(fromTexts) }];
        }),
    };
  }

  function isEnded(kind: unknown, [first = "", second = "", third = ""]: readonly string[]): boolean {
    if (kind === "hand") return openByHand.get(serialOf(BigInt(first)), Number(second), third) === undefined;
    const state = stateOfProof.get(wordBlob(BigInt(first)), Buffer.from(second.slice(2), "hex"))?.state;
    return state !== "submitted" && state !== "open";
  }

  return {
    proofs: journalOf("proof", PROOF),
    hands: journalOf("hand", HAND),
    dropEnded: () =>
      write(() => {
        for (const row of read.all()) {
          if (textsOf(row).every((texts) => isEnded(row.kind, texts))) drop.run(String(row.digest));
        }
      }),
  };
}

/** The entries of a call, each as its form writes it. */
function textsOf({ entries }: Row): readonly string[][] {
  return JSON.parse(String(entries));
}
