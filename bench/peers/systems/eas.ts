/** EAS as published. Each holder gets an attestation, which is revoked alone or with others. */

import { AbiCoder, type TransactionReceipt, ZeroAddress, ZeroHash } from "ethers";
import { holders, T0 } from "../../chain.ts";
import type { Artifact } from "../compile.ts";
import { callOf, type Lab } from "../lab.ts";
import { readPackageJson, versionOf } from "../packages.ts";
import type { GasRow } from "../rows.ts";
import type { System } from "../system.ts";

const PACKAGE = "@ethereum-attestation-service/eas-contracts";
const SCHEMA = "uint256 eventId, uint256 serial";
const WARM = 9_000;

/** An event and a number in it, as a ticket would carry. */
const TICKET = AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [7, 4_242]);

export const easSystem: System = {
  name: "EAS",
  async measure(lab) {
    const { organizer } = lab;
    const { registry, eas } = await deployEas(lab);
    const base = { system: this.name, source: `measured: ${PACKAGE} ${await versionOf(PACKAGE)}, published artifacts` };
    const registered = await lab.send(await callOf(registry, organizer, "register", SCHEMA, ZeroAddress, true));
    const schema = registered.logs[0]?.topics[1] as string;

    const requestOf = (recipient: string, data: string) => ({
      recipient,
      expirationTime: 0,
      revocable: true,
      refUID: ZeroHash,
      data,
      value: 0,
    });
    const attest = (n: number, data: string, from = 0) =>
      callOf(eas, organizer, "multiAttest", [
        { schema, data: holders(n, from).map((recipient) => requestOf(recipient, data)) },
      ]);
    await lab.send(await attest(1, "0x", WARM));

    const rows: GasRow[] = [];
    for (const [what, data] of [
      ["empty data", "0x"],
      ["64 bytes of data", TICKET],
    ] as const) {
      const [holder = ""] = holders(1);
      const alone = await callOf(eas, organizer, "attest", { schema, data: requestOf(holder, data) });
      rows.push(await lab.measure({ ...base, operation: `issue (attest, ${what})`, n: 1, call: alone, events: 1 }));
      for (const n of lab.sizes) {
        const call = await attest(n, data);
        rows.push(await lab.measure({ ...base, operation: `issue (multiAttest, ${what})`, n, call, events: n }));
      }
    }

    // An id is a hash over the time, so a fixed time gives the same bytes and the same gas in each run.
    await lab.connection.networkHelpers.time.setNextBlockTimestamp(T0);
    const uids = uidsOf(await lab.send(await attest(Math.max(...lab.sizes), "0x")));
    const entry = (uid: string) => ({ uid, value: 0 });
    const [first = ""] = uids;
    const alone = await callOf(eas, organizer, "revoke", { schema, data: entry(first) });
    rows.push(await lab.measure({ ...base, operation: "revoke", n: 1, call: alone, events: 1 }));
    for (const n of lab.sizes.filter((size) => size > 1)) {
      const call = await callOf(eas, organizer, "multiRevoke", [{ schema, data: uids.slice(0, n).map(entry) }]);
      rows.push(await lab.measure({ ...base, operation: "revoke (multiRevoke)", n, call, events: n }));
    }
    return rows;
  },
};

async function deployEas(lab: Lab) {
  const artifact = (name: string) =>
    readPackageJson(`${PACKAGE}/artifacts/contracts/${name}.sol/${name}.json`) as Promise<Artifact>;
  const registry = await lab.deploy(await artifact("SchemaRegistry"));
  return { registry, eas: await lab.deploy(await artifact("EAS"), await registry.getAddress()) };
}

/** `Attested` has the id as its data. */
function uidsOf({ logs }: TransactionReceipt): string[] {
  return logs.map(({ data }) => data);
}
