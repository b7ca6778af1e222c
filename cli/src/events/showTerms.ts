import type { ClassState, EventState } from "doorkey";
import { formatNumber, type Terminal } from "../terminal/Terminal.ts";
import { isoTime } from "./isoTime.ts";

type Terms = {
  readonly schedule: EventState["schedule"];
  readonly classes: readonly Pick<ClassState, "name" | "supply" | "reserved" | "named" | "seated" | "saleHook">[];
};

/** Prints the times and the classes of an event. */
export function showTerms(terminal: Terminal, { schedule, classes }: Terms): void {
  for (const [when, seconds] of Object.entries(schedule)) terminal.fact(when, isoTime(seconds));
  terminal.say();
  terminal.table(
    [
      ["class", "", "places"],
      ...classes.map((class_) => [class_.name, marksOf(class_).join(", "), formatNumber(class_.supply)]),
    ],
    2,
  );
}

function marksOf({ reserved, named, seated, saleHook }: Terms["classes"][number]): string[] {
  return [
    ...(reserved ? ["reserved"] : []),
    ...(named ? ["named"] : []),
    ...(seated ? ["seated"] : []),
    ...(saleHook === undefined ? [] : [`sale hook ${saleHook}`]),
  ];
}
