import type { Streams } from "doorkey-server";
import type { Logger } from "pino";
import type { Alarms } from "../alarms/Alarms.ts";
import type { Device, Role } from "../devices/Device.ts";
import type { Devices } from "../devices/Devices.ts";
import type { EventList } from "../list/EventList.ts";
import type { Metrics, Outbox } from "../metrics/metrics.ts";
import type { Settings } from "../protocol/answers.ts";
import type { Scans } from "../scans/createScans.ts";
import type { Roles } from "./Roles.ts";

/** A device that calls, with what it may do now. */
export type Caller = Device & { readonly role: Role };

/** Everything that the HTTP service works with. Nothing is global. */
export type Service = {
  readonly scans: Scans;
  readonly devices: Devices;
  readonly roles: Roles;
  readonly streams: Streams;
  readonly list: EventList;
  readonly alarms: Alarms;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly eventId: number;
  readonly settings: (device: Device) => Settings;
  readonly lanes: readonly { readonly number: number; readonly name: string }[];
  readonly outbox: () => Outbox;
  /** Every kept row, one JSON text each. */
  readonly exported: () => Iterable<string>;
  /** Where pages reach the hub: `https://gate-hub.organizer.example:8443`. */
  readonly origin: () => string;
  readonly isSecure: boolean;
  /** Folder of the built page. */
  readonly page: string;
  readonly operatorToken: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly isStopping: () => boolean;
  /** Why the hub cannot do its work now. Empty when it can. */
  readonly unready: () => Promise<readonly string[]>;
};
