import type { QuotaLevel } from "../api/answers.ts";
import type { Words } from "../words/Words.ts";

/** What each agent from this office up to the organizer may still grant. */
export function Quotas({ words, quotas }: { readonly words: Words; readonly quotas: readonly QuotaLevel[] }) {
  const { sell } = words;
  if (quotas.length === 0) return null;
  return (
    <ul class="levels soft hint" aria-label={sell.levels}>
      {quotas.map(({ agentId, name, used, quota, left }) => (
        <li key={agentId} class={left === 0 ? "warn-text" : undefined}>
          {sell.level(name, used, quota, left)}
        </li>
      ))}
    </ul>
  );
}
