import { type Address, checksummed, isHex } from "doorkey";

/** Who sells how much, and what admits. */
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

/** Of the arguments; the first that is wrong is told. */
export function readChoices({ agent = "", sell, gate }: Arguments): Choices {
  if (!/^[1-9]\d*$/.test(agent)) throw new Error("--agent must be the agent's number.");
  const quotas = sell.map((text) => {
    const [, className, quota] = /^(.+)=([1-9]\d*)$/.exec(text) ?? [];
    if (className === undefined) throw new Error(`--sell ${text} must be a class and a number, such as standing=300.`);
    return { className, quota: Number(quota) };
  });
  const gates = gate.map((text) => {
    if (!isHex(text, 20)) throw new Error(`--gate ${text} is no address.`);
    return checksummed(text);
  });
  return { agentId: Number(agent), quotas, gates };
}
