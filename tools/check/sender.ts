import { productSources, withoutComments } from "../support/sources.ts";

/** The forwarder itself, the one contract that knows it, and the base of hooks, whose only caller is a contract. */
const MAY_ASK = [
  "contracts/relay/GasRelayForwarder.sol",
  "contracts/relay/RelayContext.sol",
  "contracts/hooks/SaleHook.sol",
];

const SENDER = /\b(msg\.sender|tx\.origin|caller\(\)|origin\(\))/;

/** A relayed call comes from the forwarder, so a contract that acts on `msg.sender` acts on the wrong account. */
export async function sender(): Promise<string[]> {
  const sources = (await productSources()).filter(({ path }) => !MAY_ASK.includes(path));
  return sources.flatMap(({ path, text }) =>
    withoutComments(text)
      .split("\n")
      .flatMap((line, i) => {
        const found = SENDER.exec(line)?.[1];
        return found === undefined
          ? []
          : [`${path}:${i + 1}: uses ${found}; call _msgSender() of RelayContext instead`];
      }),
  );
}
