import type { Gate } from "../Gate.ts";
import { UndoButton } from "./LightScreen.tsx";
import { useNow } from "./useNow.ts";

/** For how long a steward may take back the last entry; a supervisor may until it is delivered. */
const STEWARD_MS = 30_000;

/** The latest result, after it left the screen. */
export function LastScan({ gate }: { readonly gate: Gate }) {
  const { last, settings } = gate.state;
  const { scan } = gate.words;
  const now = useNow();
  const view = last.value;
  const undone = gate.undone.value;
  if (undone !== undefined) {
    return (
      <div class="last wait" role="status">
        <div class="what">
          <strong>{undone}</strong>
        </div>
      </div>
    );
  }
  if (view === undefined) return <div class="last soft">{scan.last}: –</div>;
  const until = gate.isSupervisor ? 1_000 * (settings.value?.undoSeconds ?? 0) : STEWARD_MS;
  const mayUndo = view.tone !== "stop" && view.scanId !== undefined && now - view.shownAt < until;
  return (
    <div class={`last ${view.tone}`}>
      <div class="what">
        <strong>
          {view.headline}
          {view.people !== undefined && ` · ${view.people}`}
        </strong>
        <span>{[view.className, view.sentence].filter((part) => part !== undefined).join(" · ")}</span>
      </div>
      {mayUndo && view.scanId !== undefined && <UndoButton gate={gate} scanId={view.scanId} />}
    </div>
  );
}
