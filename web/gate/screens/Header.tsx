import { venueTime } from "../../shared/locale/venueTime.ts";
import { useNow } from "../../shared/screen/useNow.ts";
import type { Gate } from "../Gate.ts";
import { nowAt } from "../state/state.ts";
import { ageText } from "./ages.ts";

/** Where this gate is, who decides, what waits, and how old its list is. */
export function Header({ gate, tone }: { readonly gate: Gate; readonly tone?: string | undefined }) {
  const { scan } = gate.words;
  const { link, waiting, settings, manifest, language, figures } = gate.state;
  useNow();
  const state = link.value;
  const lane = settings.value?.lane;
  // Over a light, the light's words are the heading.
  const Lane = tone === undefined ? "h1" : "strong";
  const since = state.status === "alone" ? venueTime(state.since, language.value, settings.value?.event.utcOffset) : "";
  return (
    <header class={tone === undefined ? "header" : `header over ${tone}`}>
      <Lane>{lane === undefined ? "" : scan.lane(lane.number, lane.name)}</Lane>
      <span class={`state ${state.status}`} role="status">
        {state.status === "alone" ? scan.alone(since, waiting.value) : state.status === "hub" ? scan.hub : scan.hubSlow}
      </span>
      <span class="facts soft">
        {state.status !== "alone" && waiting.value > 0 && <span>{scan.waiting(waiting.value)}</span>}
        {manifest.value !== undefined && (
          <span>{scan.listAge(ageText(nowAt(gate.state) - manifest.value.takenAt, gate.words))}</span>
        )}
        {figures.value !== undefined && <span>{scan.inside(figures.value.inside)}</span>}
      </span>
    </header>
  );
}
