import { type EventRef, sameEvent } from "doorkey/code";
import { genesisOf, rowDigest, signRow } from "../../../gate/src/protocol/logRows.ts";
import type { LogRow, UnsignedRow } from "../../../gate/src/protocol/messages.ts";
import type { DeviceStore, Identity } from "../device/store.ts";

/** A light, before the log gives it its place. */
export type Light = Omit<UnsignedRow, "device" | "seq" | "prev">;

/** The device's own log: every light that let people in or out, as a chain that the device signs. */
export class Log {
  readonly #store: DeviceStore;
  readonly #identity: Identity;
  readonly #event: EventRef;
  #last: LogRow | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(store: DeviceStore, identity: Identity, event: EventRef, last: LogRow | undefined) {
    this.#store = store;
    this.#identity = identity;
    this.#event = event;
    this.#last = last;
  }

  static async open(store: DeviceStore, identity: Identity, event: EventRef): Promise<Log> {
    return new Log(store, identity, event, (await store.rows()).at(-1));
  }

  /** Whether this is the log of an event. */
  isOf(event: EventRef): boolean {
    return sameEvent(this.#event, event);
  }

  /** Appends a light. When this resolves, its row is on the disk, and the light may appear. */
  append(light: Light): Promise<LogRow> {
    const appended = this.#writing.then(() => this.#append(light));
    // A row that fails must not keep the next one out.
    this.#writing = appended.catch(() => undefined);
    return appended;
  }

  async #append(light: Light): Promise<LogRow> {
    const last = this.#last;
    const row = await signRow(this.#identity.privateKey, {
      ...light,
      device: this.#identity.id,
      seq: (last?.seq ?? 0) + 1,
      prev:
        last === undefined ? await genesisOf(this.#event, this.#identity.publicKey) : await rowDigest(unsigned(last)),
    });
    await this.#store.append(row);
    this.#last = row;
    return row;
  }
}

function unsigned({ sig: _, ...row }: LogRow): UnsignedRow {
  return row;
}
