import type { Signer } from "ethers";

const turns = new WeakMap<Signer, Promise<unknown>>();

/** Does a signer's work one at a time: two callers that ask for its account's next nonce at once would get the same. */
export function serializePerSigner<T>(signer: Signer, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(signer) ?? Promise.resolve()).then(work, work);
  turns.set(
    signer,
    turn.catch(() => undefined),
  );
  return turn;
}
