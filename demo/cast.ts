import type { EventClass, EventSchedule } from "doorkey";
import type { Mistake } from "doorkey/organizer";
import { shuffled } from "../tools/support/shuffled.ts";
import type { Order } from "./input/buyers.ts";
import type { Input } from "./input/read.ts";
import { DAY, HOUR } from "./time.ts";

/** The classes that the journey plays with. */
export type Classes = { readonly standing: EventClass; readonly seated: EventClass; readonly staff: EventClass };

/** Which orders play which part. All other parties come to the door, whole or in parts. */
export type Roles = {
  /** They return their rights. */
  readonly returning: readonly Order[];
  /** A machine bought it, so the agent revokes it. */
  readonly revoked: Order;
  /** One person with a new phone. The old key consents to the new one. */
  readonly newPhone: Order;
  /** One known person who lost their phone. The attester vouches for the new key. */
  readonly lostPhone: Order;
  /** A party whose second guest moves a right to their own phone. */
  readonly partyRebound: Order;
  /** The phone has an empty battery at the door. */
  readonly deadPhone: Order;
  /** Its code is printed in the terminal, and later shown again. */
  readonly screenshot: Order;
  /** A stranger signs for it. */
  readonly forged: Order;
  /** Shows a picture of a code that is half an hour old, then a fresh code. */
  readonly lateScreenshot: Order;
  /** It has a right for the second night too. */
  readonly bothNights: Order;
  /** They do not come. */
  readonly away: readonly Order[];
};

type Wanted = { readonly what: string; readonly fits: (order: Order) => boolean };

/** Finds the three kinds of class, or says what is missing. */
export function findClasses({ event }: Input, file: string): Classes | readonly Mistake[] {
  const wanted = {
    standing: [
      "a public class without seats and names",
      (c: EventClass) => !c.reserved && !c.named && c.seats.length === 0,
    ],
    seated: [
      "a public class with seats, without names",
      (c: EventClass) => !c.reserved && !c.named && c.seats.length > 0,
    ],
    staff: ["a reserved class with names", (c: EventClass) => c.reserved && c.named && c.seats.length === 0],
  } as const;
  const mistakes: Mistake[] = [];
  const found = Object.entries(wanted).map(([role, [what, fits]]) => {
    const class_ = event.classes.find(fits);
    if (class_ === undefined) mistakes.push({ file, field: "doorkey.classes", sentence: `the journey needs ${what}.` });
    return [role, class_] as const;
  });
  for (const [name, sentence] of scheduleNeeds(event.schedule)) {
    mistakes.push({ file, field: `doorkey.schedule.${name}`, sentence });
  }
  if (event.policy.identityVerifier !== "attester" || event.policy.maxRebinds === 0) {
    const sentence = "the journey needs an identityVerifier, and maxRebinds of 1 or more.";
    mistakes.push({ file, field: "doorkey.policy", sentence });
  }
  return mistakes.length > 0 ? mistakes : (Object.fromEntries(found) as Classes);
}

/** What the story needs from the schedule, beyond what every event needs. */
function scheduleNeeds(schedule: EventSchedule): [name: keyof EventSchedule, sentence: string][] {
  const needs: [name: keyof EventSchedule, sentence: string][] = [];
  for (const name of ["returnUntil", "rebindUntil", "nameBy"] as const) {
    if (schedule[name] < schedule.salesOpenAt + 2 * DAY) {
      needs.push([name, "must be at least two days after salesOpenAt, because the journey sells first."]);
    }
  }
  if (schedule.salesCloseAt < schedule.returnUntil) {
    needs.push(["salesCloseAt", "must not be before returnUntil, because the journey sells returned places again."]);
  }
  if (schedule.doorsCloseAt < schedule.doorsOpenAt + 3 * HOUR) {
    needs.push([
      "doorsCloseAt",
      "must be at least three hours after doorsOpenAt, because the journey needs a whole evening.",
    ]);
  }
  for (const name of ["rebindUntil", "nameBy"] as const) {
    if (schedule[name] > schedule.doorsOpenAt - HOUR) {
      needs.push([name, "must be an hour before doorsOpenAt or earlier, because the journey loads the gates then."]);
    }
  }
  return needs;
}

/** Gives the parts to orders, or says which orders are missing. */
export function castRoles(
  input: Input,
  classes: Classes,
  random: () => number,
  file: string,
): Roles | readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const free = shuffled(
    input.orders.filter((order) => order.class === classes.standing || order.class === classes.seated),
    random,
  );
  const take = (count: number, { what, fits }: Wanted): Order[] => {
    const taken = free.filter(fits).slice(0, count);
    for (const order of taken) free.splice(free.indexOf(order), 1);
    if (taken.length < count) {
      mistakes.push({
        file,
        sentence: `too few ${what}; the journey needs ${count} more, and ${taken.length} ${taken.length === 1 ? "is" : "are"} left.`,
      });
    }
    return taken;
  };
  const one = (wanted: Wanted): Order => take(1, wanted)[0] as Order;

  const unknown = (order: Order): boolean => order.persons.length === 0;
  const lone: Wanted = { what: "orders of one person, without evidence", fits: (o) => unknown(o) && o.quantity === 1 };
  const inClass = (class_: EventClass): Wanted => ({
    what: `orders of class ${class_.name}, without evidence`,
    fits: (order) => unknown(order) && order.class === class_,
  });
  const few = Math.max(2, Math.round(input.orders.length * 0.02));

  const roles: Roles = {
    lostPhone: one({
      what: `orders of one person in class ${classes.standing.name}, with evidence`,
      fits: (order) => order.class === classes.standing && order.persons.length === 1,
    }),
    partyRebound: one({ what: "orders of two or more, without evidence", fits: (o) => unknown(o) && o.quantity >= 2 }),
    revoked: one(lone),
    newPhone: one(lone),
    deadPhone: one(lone),
    screenshot: one(lone),
    forged: one(lone),
    lateScreenshot: one(lone),
    bothNights: one(lone),
    returning: [...take(few, inClass(classes.standing)), ...take(few, inClass(classes.seated))],
    away: take(few, { what: "orders of a public class", fits: () => true }),
  };
  const staff = input.orders.filter((order) => order.class === classes.staff);
  const named = staff.filter((order) => !unknown(order)).length;
  if (named === 0 || named === staff.length) {
    const sentence = `the journey needs orders of class ${classes.staff.name} with evidence, and others without.`;
    mistakes.push({ file, field: "evidence", sentence });
  }
  return mistakes.length > 0 ? mistakes : roles;
}
