import type { Storage } from "../storage/openStorage.ts";

/**
 * Why the hub cannot let people in. Empty if it can: its disk takes writes. Neither the chain nor the relay is needed,
 * because entries wait.
 */
export function readiness({ storage }: { readonly storage: Storage }): () => Promise<readonly string[]> {
  return async () => {
    const writes = await storage
      .write((db) => db.exec("insert into meta values ('probe', '1') on conflict do update set value = '1'"))
      .then(
        () => true,
        () => false,
      );
    return writes ? [] : ["the disk does not take writes"];
  };
}
