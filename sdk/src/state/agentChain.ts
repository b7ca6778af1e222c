/** An agent and its quota, as a chain of agents has it. */
export type AgentQuota = { readonly agentId: number; readonly quota: number };

/**
 * The agents from one up to the organizer, with their quotas. In the word of the contract, `agentId 32 | quota 32` is at
 * bit 64 × i, up to the first agent 0.
 */
export function agentsInChain(chain: bigint): AgentQuota[] {
  const agents = [0n, 64n, 128n, 192n].map((shift) => ({
    agentId: Number((chain >> (shift + 32n)) & 0xffffffffn),
    quota: Number((chain >> shift) & 0xffffffffn),
  }));
  const end = agents.findIndex(({ agentId }) => agentId === 0);
  return end === -1 ? agents : agents.slice(0, end);
}
