import type { Act } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { timeAt } from "./times.ts";

/** A change of rights: how far it is, and what became of each right. */
export function ActLine({ office, act }: ScreenProps & { readonly act: Act }) {
  const { words } = office;
  const { kinds, states, result } = words.act;
  const { kind, rightIds, by, at, state, results } = act;
  return (
    <li class="line" data-act={act.id} data-state={state}>
      <span class="grow">
        <strong>
          {kinds[kind]}: {states[state]}
        </strong>
        <span class="soft hint">
          {rightIds.map((id) => words.right.title(id)).join(", ")} · {timeAt(office, at)}
          {by !== undefined && ` · ${words.sale.by(by)}`}
        </span>
        {results.map(({ rightId, status, sentence, reason }) => (
          <span key={rightId} class={status === "refused" || status === "failed" ? "bad-text hint" : "hint"}>
            {words.right.title(rightId)}: {result[status]}
            {(sentence ?? reason) !== undefined && ` – ${sentence ?? reason}`}
          </span>
        ))}
      </span>
    </li>
  );
}
