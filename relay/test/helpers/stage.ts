import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import type { Storage } from "../../src/storage/index.ts";
import type { Db } from "../../src/storage/transact.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "./storages.ts";
import { deployMock } from "./suite.ts";

/** What every test starts from: a fresh chain with the suite and a funded signer, and empty tables. */
export type Stage = {
  readonly node: ServedChain;
  readonly storage: TestStorage;
  readonly db: Db;
  /** A `TrustingTarget`. */
  readonly target: Address;
};

/**
 * Runs tests on each database. Blocks are mined only by the test. `stage` is complete when a test begins; before that it
 * has no fields.
 */
export function onEachStorage(
  title: string,
  tests: (stage: Stage, kind: Storage["kind"]) => void,
  {
    kinds = storageKinds,
    ...options
  }: Parameters<typeof startServedChain>[0] & { readonly kinds?: readonly Storage["kind"][] } = {},
): void {
  for (const kind of kinds) {
    describe(`${title} (${kind})`, () => {
      const stage = {} as { -readonly [field in keyof Stage]: Stage[field] };
      let rewind: () => Promise<void>;

      before(async () => {
        stage.node = await startServedChain(options);
        stage.storage = await openTestStorage(kind);
        stage.db = stage.storage.db;
        stage.target = await deployMock(stage.node, "TrustingTarget");
        for (const i of [0, 1, 2, 3]) await stage.node.fund(walletOf(`relay ${i}`).address);
        await stage.node.automine(false);
        rewind = await stage.node.snapshot();
      });
      beforeEach(async () => {
        await rewind();
        await emptyTables(stage.db);
      });
      after(async () => {
        await stage.storage.remove();
        await stage.node.close();
      });

      tests(stage, kind);
    });
  }
}
