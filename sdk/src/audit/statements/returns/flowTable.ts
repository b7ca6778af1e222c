import type { StatementTable } from "../../Statement.ts";
import type { FreedPlace } from "./followPlaces.ts";

/** Freed places by who reopened them and who got them next. */
export function flowTable(places: readonly FreedPlace[]): StatementTable {
  const groups = Map.groupBy(places, ({ reopened, granted }) => {
    const how = reopened === undefined ? "not reopened" : `by the ${reopened.as}`;
    return `${how}\n${granted === undefined ? "not granted" : `agent ${granted.agentId}`}`;
  });
  const rows = [...groups].map(([key, its]) => {
    const [how = "", next = ""] = key.split("\n");
    return [how, next, its.length, medianMinutes(its)];
  });
  return { name: "flow", columns: ["how", "next", "places", "medianMinutes"], rows };
}

/** Minutes from freed to granted; 0 if none was granted. */
export function medianMinutes(places: readonly FreedPlace[]): number {
  const waits = places.flatMap(({ freed, granted }) =>
    granted === undefined ? [] : [granted.log.timestamp - freed.log.timestamp],
  );
  const sorted = waits.sort((a, b) => a - b);
  return Math.round((sorted[sorted.length >> 1] ?? 0) / 60);
}
