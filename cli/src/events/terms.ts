import type { ClassState, EventPolicy, EventState } from "doorkey";
import { formatNumber, type Terminal } from "../terminal/Terminal.ts";
import { eventTime } from "./eventTime.ts";

type Class = Pick<ClassState, "name" | "supply" | "reserved" | "named" | "seated" | "saleHook">;

/** @param offsetMinutes The event's own offset, if its document shows it. */
export function showSchedule(terminal: Terminal, schedule: EventState["schedule"], offsetMinutes?: number): void {
  for (const [when, seconds] of Object.entries(schedule)) terminal.fact(when, eventTime(seconds, offsetMinutes));
}

export function showPolicy(terminal: Terminal, policy: EventPolicy | EventState.Policy): void {
  terminal.fact("verifier", policy.identityVerifier ?? "none");
  terminal.fact("scope", policy.scope === 0 ? "this event" : `event ${policy.scope}`);
  terminal.fact("maxPerPerson", policy.maxPerPerson);
  terminal.fact("maxRebinds", policy.maxRebinds);
  terminal.fact("minPublicBps", policy.minPublicBps);
}

export function showClasses(terminal: Terminal, classes: readonly Class[]): void {
  terminal.table(
    [
      ["class", "", "places"],
      ...classes.map((class_) => [class_.name, marksOf(class_).join(", "), formatNumber(class_.supply)]),
    ],
    2,
  );
}

function marksOf({ reserved, named, seated, saleHook }: Class): string[] {
  return [
    ...(reserved ? ["reserved"] : []),
    ...(named ? ["named"] : []),
    ...(seated ? ["seated"] : []),
    ...(saleHook === undefined ? [] : [`sale hook ${saleHook}`]),
  ];
}
