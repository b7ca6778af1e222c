export { registerOrganizer } from "./organizer/registerOrganizer.ts";
