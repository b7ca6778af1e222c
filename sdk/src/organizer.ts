export type { EventClass, EventDocument, EventPolicy, EventSchedule } from "./documents/EventDocument.ts";
export { parseEventDocument } from "./documents/parseEventDocument.ts";
export { registerOrganizer } from "./organizer/registerOrganizer.ts";
