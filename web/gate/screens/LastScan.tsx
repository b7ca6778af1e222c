import { useNow } from "../../shared/screen/useNow.ts";
import type { Gate } from "../Gate.ts";
import { UndoButton } from "./LightScreen.tsx";

/** For how long a steward may take back the last entry. For a supervisor the hub decides. */
const STEWARD_MS = 30_000;

/** The latest result, after it left the screen. */
export function LastScan({ gate }: { readonly gate: Gate }) {
  const { last } = gate.state;
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
  // A light has its own button.
  const isCovered = gate.state.view.value !== undefined;
  const mayUndo =
    !isCovered &&
    view.tone !== "stop" &&
    view.scanId !== undefined &&
    (gate.isSupervisor || now - view.shownAt < STEWARD_MS);
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
