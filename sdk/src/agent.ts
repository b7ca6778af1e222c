export { delegate } from "./agent/delegate.ts";
export { registerAgent } from "./agent/registerAgent.ts";
export { setActive } from "./agent/setActive.ts";
export { setProfile } from "./agent/setProfile.ts";
export { setRelayed } from "./agent/setRelayed.ts";
export { setRole } from "./agent/setRole.ts";
export type { Role } from "./teams/Role.ts";
export type { TeamProfile } from "./teams/TeamProfile.ts";
