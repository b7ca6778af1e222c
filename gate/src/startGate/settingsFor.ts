import type { Policy } from "doorkey/code";
import type { Config } from "../config/Config.ts";
import type { Device } from "../devices/Device.ts";
import type { EventList } from "../list/EventList.ts";
import type { Settings } from "../protocol/answers.ts";

type Parts = {
  readonly config: Pick<Config, "lanes" | "policy" | "settle">;
  readonly policies: ReadonlyMap<number, Policy>;
  readonly hub: string;
  readonly eventName: string;
  readonly list: EventList;
};

/** What a device needs to know of its lane and of the event. */
export function settingsFor({ config, policies, hub, eventName, list }: Parts): (device: Device) => Settings {
  const { lanes, policy, settle } = config;
  return ({ lane: number }) => {
    const { utcOffset } = list.manifest();
    const lanePolicy = policies.get(number) ?? {};
    return {
      hub,
      event: { name: eventName, ...(utcOffset !== undefined && { utcOffset }) },
      // A lane that left the configuration keeps its number, so that its devices go on.
      lane: { number, name: lanes.find((lane) => lane.number === number)?.name ?? `Lane ${number}` },
      policy: lanePolicy,
      alone: policy.alone,
      ...(lanePolicy.classes && { ownClasses: lanePolicy.classes }),
      undoSeconds: settle.undoSeconds,
      zones: policy.zones,
      reentry: policy.reentry === "allowed",
    };
  };
}
