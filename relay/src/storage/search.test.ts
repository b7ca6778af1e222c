import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { sql } from "kysely";
import { newRequest, random, upper } from "../../test/helpers/newRequests.ts";
import { storageKinds } from "../../test/helpers/storages.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { enqueue, type RequestSearch, searchRequests } from "./index.ts";

for (const kind of storageKinds) {
  describe(`requests that operators search (${kind})`, () => {
    const storage = useStorage(kind);

    it("are found by sender, event, state, sponsor and time, page by page", async () => {
      const { db } = storage;
      const senders = [random(20) as Address, random(20) as Address];
      const made = Array.from({ length: 5 }, (_, i) =>
        newRequest({
          ...{ from: senders[i % 2] as Address, sponsor: i < 3 ? "acme" : "zepp" },
          events: i === 4 ? [7, 9] : i === 3 ? [9] : [],
        }),
      );
      await enqueue(db, made);
      // The same moment for all but one, so that pages need more than a time.
      const moment = "2026-11-29T12:00:00.123456Z";
      await sql`update requests set received_at = ${moment}::timestamptz`.execute(db);
      const last = made[4]?.digest as Hex;
      await sql`update requests set received_at = ${moment}::timestamptz + interval '1 microsecond', state = 'expired'
      where digest = ${last}`.execute(db);
      const find = async (search: Omit<RequestSearch, "limit">) =>
        (await searchRequests(db, { ...search, limit: 100 })).map(({ digest }) => digest).sort();
      const digests = (...indexes: number[]) => indexes.map((i) => made[i]?.digest).sort();
      expect(await find({})).to.deep.equal(digests(0, 1, 2, 3, 4));
      expect(await find({ from: upper(senders[1] as Address) })).to.deep.equal(digests(1, 3));
      expect(await find({ event: 9 })).to.deep.equal(digests(3, 4));
      expect(await find({ event: 8 })).to.deep.equal([]);
      expect(await find({ state: "expired" })).to.deep.equal(digests(4));
      expect(await find({ sponsor: "zepp", state: "queued" })).to.deep.equal(digests(3));
      expect(await find({ digest: upper(last) })).to.deep.equal(digests(4));
      const noon = new Date("2026-11-29T12:00:00Z");
      const after = (ms: number) => new Date(noon.getTime() + ms);
      expect(await find({ since: noon })).to.have.length(5);
      expect(await find({ since: after(124) })).to.deep.equal([]);
      expect(await find({ until: noon })).to.deep.equal([]);
      expect(await find({ until: after(124) })).to.have.length(5);
      await sql`update requests set received_at = ${noon}`.execute(db);
      expect(await find({ since: noon })).to.have.length(5);
      expect(await find({ until: noon })).to.deep.equal([]);

      await sql`update requests set received_at = ${moment}::timestamptz
      + case digest when ${last} then interval '1 microsecond' else interval '0' end`.execute(db);
      const pages: Hex[] = [];
      for (let end: RequestSearch["after"]; ; ) {
        const page = await searchRequests(db, { limit: 2, ...(end !== undefined && { after: end }) });
        pages.push(...page.map(({ digest }) => digest));
        const bottom = page.at(-1);
        if (bottom === undefined) break;
        end = { receivedAt: bottom.cursor, digest: bottom.digest };
      }
      expect(pages[0]).to.equal(last);
      expect([...pages].sort()).to.deep.equal(digests(0, 1, 2, 3, 4));
    });

    it("are found with their outcome, and listed apart if a node does not answer about them", async () => {
      const { db } = storage;
      const rows = Array.from({ length: 5 }, () => newRequest());
      await enqueue(db, rows);
      const [plain, held, past, done, odd] = rows.map(({ digest }) => digest);
      const within = (minutes: number) => sql<Date>`clock_timestamp() + ${minutes} * interval '1 minute'`;
      const change = (digest: Hex | undefined, values: object) =>
        db
          .updateTable("requests")
          .set(values)
          .where("digest", "=", digest ?? "0x")
          .execute();
      await change(plain, { hold_until: within(10) });
      await change(held, { troubles: 2, trouble: "no answer", hold_until: within(10) });
      await change(past, { troubles: 2, hold_until: within(-1) });
      // The relay lets no request wait for so long, so the database's clock was set back since.
      await change(odd, { troubles: 2, hold_until: within(12) });
      await change(done, {
        ...{ state: "mined", troubles: 2, hold_until: within(10), outcome: "failed", transaction_hash: "0x12" },
        ...{ reason_code: "CALL_REVERTED", reason_detail: "The call reverted." },
      });

      const [found, ...others] = await searchRequests(db, { quarantined: true, limit: 10 });
      expect(others).to.deep.equal([]);
      expect(found).to.deep.include({
        ...{ digest: held, kind: "request", state: "queued", sponsor: "one", troubles: 2, trouble: "no answer" },
        ...{
          to_address: rows[1]?.to,
          selector: "0x12345678",
          outcome: null,
          reason_code: null,
          transaction_hash: null,
        },
      });
      expect(found?.hold_until).to.be.instanceOf(Date);
      const [mined] = await searchRequests(db, { state: "mined", limit: 10 });
      expect(mined).to.deep.include({
        ...{ digest: done, outcome: "failed", reason_code: "CALL_REVERTED", reason_detail: "The call reverted." },
        ...{ transaction_hash: "0x12", event_ids: [7], from_address: rows[3]?.from },
      });
    });
  });
}
