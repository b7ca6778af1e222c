import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Verdict } from "doorkey/code";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ScanAnswer } from "../protocol/answers.ts";
import { fromWire } from "../protocol/wireVerdict.ts";

/** A message that gets one answer for ever. */
export type Asked = { readonly id: string; readonly device: string; readonly at: number; readonly digest: Buffer };

/** What distinguishes a message from another one with the same id. */
export function digestOf(...parts: readonly string[]): Buffer {
  return createHash("sha256").update(JSON.stringify(parts)).digest();
}

/** Questions about answers that were given. */
export function scanTable(db: DatabaseSync) {
  const find = db.prepare("select device, digest, answer, at, text from scan where id = ?");
  const add = db.prepare("insert into scan(id, device, at, digest, answer, text) values(?, ?, ?, ?, ?, ?)");
  const read = (id: string) => {
    const row = find.get(id);
    if (row === undefined) return undefined;
    return {
      device: String(row.device),
      answer: String(row.answer),
      at: Number(row.at),
      text: row.text === null ? undefined : String(row.text),
      isOf: (digest: Buffer) => row.digest instanceof Uint8Array && digest.equals(row.digest),
    };
  };
  return {
    read,
    /**
     * The answer that this message got before.
     *
     * @throws SCAN_CHANGED if another message had its id.
     */
    answerTo: ({ id, digest }: Pick<Asked, "id" | "digest">): string | undefined => {
      const found = read(id);
      if (found !== undefined && !found.isOf(digest)) throw new ProblemError("SCAN_CHANGED");
      return found?.answer;
    },
    keep: ({ id, device, at, digest }: Asked, answer: string, text?: string) =>
      void add.run(id, device, at, digest, answer, text ?? null),
  };
}

export type ScanTable = ReturnType<typeof scanTable>;

/** The verdict of a kept answer. Undefined if the answer has none, such as that to an entry by hand. */
export function answeredVerdict(answer: string): Verdict | undefined {
  const { verdict }: Partial<ScanAnswer> = JSON.parse(answer);
  return verdict && fromWire(verdict);
}
