import type { ClassState, EventState } from "doorkey";
import { formatNumber, type Terminal } from "../terminal/Terminal.ts";
import { isoTime } from "./isoTime.ts";

type Class = Pick<ClassState, "name" | "supply" | "reserved" | "named" | "seated" | "saleHook">;

export function showSchedule(terminal: Terminal, schedule: EventState["schedule"]): void {
  for (const [when, seconds] of Object.entries(schedule)) terminal.fact(when, isoTime(seconds));
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
