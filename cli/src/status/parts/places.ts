import { formatNumber } from "../../terminal/Terminal.ts";
import { statusPart } from "../StatusPart.ts";

/** What is sold of each class. */
export const places = statusPart({
  name: "classes",
  title: "Places",
  read: ({ event: { classes } }) =>
    classes.map(({ name, supply, reserved, named, seated, saleHook, granted, freed }) => ({
      ...{ name, supply, reserved, named, seated, granted, freed, left: supply - granted - freed },
      ...(saleHook !== undefined && { saleHook }),
    })),
  show: (terminal, classes) => {
    const rows = classes.map((one) => [
      one.name,
      [one.reserved ? "reserved" : "", one.named ? "named" : "", one.saleHook ? "sale hook" : ""]
        .filter(Boolean)
        .join(", "),
      ...[one.supply, one.granted, one.freed, one.left].map(formatNumber),
    ]);
    terminal.table([["class", "", "places", "granted", "freed", "left"], ...rows], 2);
  },
});
