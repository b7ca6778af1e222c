import { type ClassState, DoorkeyError, type EventState } from "doorkey";

/** The class with this name, or CLASS_UNKNOWN with the names of the event's classes. */
export function classNamed({ eventId, classes }: EventState, className: string): ClassState {
  const found = classes.find(({ name }) => name === className);
  if (found !== undefined) return found;
  const names = classes.map(({ name }) => `"${name}"`).join(", ");
  throw new DoorkeyError("CLASS_UNKNOWN", { details: [`"${className}"; event ${eventId} has ${names}.`] });
}
