import type { Address, Claim, Pass } from "doorkey/buyer";

/** What this browser remembers about an order. It is not secret. The key is elsewhere, where no script can read it. */
export type Memory = {
  /** Address of the key that was made before payment. */
  holder(): Address | undefined;
  keepHolder(holder: Address): void;
  claim(): Claim | undefined;
  keepClaim(claim: Claim | undefined): void;
  pass(): unknown;
  keepPass(pass: Pass | undefined): void;
};

export function memoryOf(order: string, storage: Storage = localStorage): Memory {
  const read = (name: string) => {
    const text = storage.getItem(`${name}:${order}`);
    return text === null ? undefined : JSON.parse(text);
  };
  const write = (name: string, value: unknown) => {
    if (value === undefined) storage.removeItem(`${name}:${order}`);
    else storage.setItem(`${name}:${order}`, JSON.stringify(value));
  };
  return {
    holder: () => read("holder"),
    keepHolder: (holder) => write("holder", holder),
    claim: () => read("claim"),
    keepClaim: (claim) => write("claim", claim),
    pass: () => read("pass"),
    keepPass: (pass) => write("pass", pass),
  };
}
