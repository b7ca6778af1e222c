import { type Address, checksummed, isHex } from "doorkey";

/** The agent that sells, its quotas, and the gates. */
export type Choices = {
  readonly agentId: number;
  readonly quotas: readonly { readonly className: string; readonly quota: number }[];
  readonly gates: readonly Address[];
};

type Arguments = {
  readonly agent?: string | undefined;
  readonly sell: readonly string[];
  readonly gate: readonly string[];
};

/** Reads the arguments. Throws at the first wrong one. */
export function readChoices({ agent = "", sell, gate }: Arguments): Choices {
  if (!/^[1-9]\d*$/.test(agent)) throw new Error("--agent must be the id of an agent, such as 1.");
  const quotas = sell.map((text) => {
    const [, className, quota] = /^(.+)=([1-9]\d*)$/.exec(text) ?? [];
    if (className === undefined) throw new Error(`--sell ${text} must be a class and a number, such as standing=300.`);
    return { className, quota: Number(quota) };
  });
  const gates = gate.map((text) => {
    if (!isHex(text, 20)) throw new Error(`--gate ${text} must be an address: 0x and 40 hex digits.`);
    return checksummed(text);
  });
  return { agentId: Number(agent), quotas, gates };
}
