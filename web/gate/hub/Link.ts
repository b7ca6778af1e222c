import { sameEvent } from "doorkey/code";
import type { Delta, DeltaPage, Figures, Settings } from "../../../gate/src/protocol/answers.ts";
import type { DeviceStore } from "../device/store.ts";
import { upload } from "../log/upload.ts";
import { ClaimBook } from "../scans/ClaimBook.ts";
import type { State } from "../state/state.ts";
import { askHub, type HubAnswer } from "./askHub.ts";
import { fetchList } from "./fetchList.ts";
import { type HubEventName, listenToHub } from "./listenToHub.ts";

/** Deltas of a big night and its list take longer than one scan. */
const LONG_MS = 20_000;

type Session = { readonly device: { readonly name: string }; readonly role: string; readonly settings: Settings };

/** The gate's connection to its hub: whether it lives, its clock, its list, who is in, and what it must still get. */
export class Link {
  readonly #state: State;
  readonly #store: DeviceStore;
  readonly #onRevoked: () => void;
  #claims: ClaimBook | undefined;
  /** The hub whose deltas are in the claims, and the next one. */
  #hub: string | undefined;
  #next = 0;
  /** Of the list that this page has. */
  #tag: string | undefined;
  /** Numbers of the rows that the hub keeps apart. */
  readonly #apart = new Set<number>();
  #returning: Promise<void> | undefined;
  #uploading: Promise<HubAnswer<unknown> | undefined> | undefined;

  constructor({ state, store, onRevoked }: Link.Parameters) {
    this.#state = state;
    this.#store = store;
    this.#onRevoked = onRevoked;
  }

  get claims(): ClaimBook | undefined {
    return this.#claims;
  }

  get isAlone(): boolean {
    return this.#state.link.value.status !== "hub";
  }

  /** Takes what the device has kept, so that it can decide before the hub answers. */
  async restore(): Promise<void> {
    const { settings, manifest, clockAhead, link } = this.#state;
    const [list, kept, ahead, since] = await Promise.all([
      this.#store.get("list"),
      this.#store.get("settings"),
      this.#store.get("clockAhead"),
      this.#store.get("aloneSince"),
    ]);
    settings.value = kept;
    manifest.value = list?.manifest;
    this.#tag = list?.etag;
    clockAhead.value = ahead;
    if (since !== undefined) link.value = { status: "alone", since, stranger: false };
    await this.#renewClaims();
    await this.count();
  }

  /** Listens to the hub until the signal aborts. */
  listen(signal: AbortSignal): void {
    listenToHub(
      {
        beat: (now) => this.#beat(now),
        silent: () => this.lost(),
        refused: () => void this.#return(),
        told: (name, value) => void this.#told(name, value),
      },
      signal,
    );
    void this.#return();
  }

  /** Notes that the hub does not answer. From now on the page decides by itself. */
  lost(stranger = false): void {
    const { link } = this.#state;
    if (link.value.status === "alone" && link.value.stranger === stranger) return;
    const since = link.value.status === "alone" ? link.value.since : Date.now() / 1_000 + this.#ahead;
    link.value = { status: "alone", since, stranger };
    void this.#store.put("aloneSince", since).catch(() => undefined);
  }

  /** Takes a refusal that is about this device. Returns whether it was. */
  async refused(answer: HubAnswer<unknown>): Promise<boolean> {
    if (answer.status !== "refused") return false;
    if (answer.code === "DEVICE_REVOKED") {
      this.#onRevoked();
      return true;
    }
    if (answer.code !== "DEVICE_UNKNOWN") return false;
    this.lost(true);
    return true;
  }

  /** Sends what the hub does not have. */
  upload(): Promise<HubAnswer<unknown> | undefined> {
    // One at a time, because each sends all that the hub does not have.
    this.#uploading ??= this.#upload().finally(() => {
      this.#uploading = undefined;
    });
    return this.#uploading;
  }

  async #upload(): Promise<HubAnswer<unknown> | undefined> {
    const answer = await upload(this.#store, (apart) => {
      for (const seq of apart) this.#apart.add(seq);
      this.#state.apart.value = this.#apart.size;
    });
    await this.count();
    return answer;
  }

  /** Counts the rows that the hub does not have. */
  async count(): Promise<void> {
    const next = (await this.#store.get("next")) ?? 1;
    this.#state.waiting.value = (await this.#store.rows(next)).length;
  }

  /** Comes back to the hub: rows first, then who is in, then the list, then scans. */
  #return(): Promise<void> {
    this.#returning ??= this.#comeBack().finally(() => {
      this.#returning = undefined;
    });
    return this.#returning;
  }

  async #comeBack(): Promise<void> {
    const asked = performance.now();
    const session = await askHub<Session>("/api/session");
    if (session.status === "silent") return this.lost();
    if (await this.refused(session)) return;
    if (session.status !== "answered") return;
    this.#state.hubMs.value = Math.round(performance.now() - asked);
    await this.#take(session.value);
    const uploaded = await this.upload();
    if (uploaded !== undefined && uploaded.status !== "answered") {
      if (!(await this.refused(uploaded))) this.lost();
      return;
    }
    await this.renewList();
    await this.#catchUp();
    if (this.#state.stage.value === "locked") return;
    this.#state.link.value = { status: "hub" };
    await this.#store.drop("aloneSince");
  }

  async #take({ device, role, settings }: Session): Promise<void> {
    this.#state.deviceName.value = device.name;
    if (role !== "supervisor") this.#state.supervisorUntil.value = 0;
    await this.takeSettings(settings);
  }

  /** Takes what the hub wishes. One that replaced another has no row of this device so far. */
  async takeSettings(settings: Settings): Promise<void> {
    const before = this.#state.settings.value;
    this.#state.settings.value = settings;
    if (before !== undefined && before.hub !== settings.hub) {
      await this.#store.drop("next");
      this.#apart.clear();
      this.#state.apart.value = 0;
    }
    await this.#store.put("settings", settings);
  }

  /** Gets the list if the hub has another one. */
  async renewList(): Promise<void> {
    const before = await this.#store.get("list");
    const list = await fetchList(before, LONG_MS);
    if (list === undefined) return;
    const { otherEvent, manifest, waiting } = this.#state;
    const isOther = before !== undefined && !sameEvent(before.manifest, list.manifest);
    // Rows of another event are the only copy until a hub has them.
    otherEvent.value = isOther && waiting.value > 0;
    if (otherEvent.value) return;
    // The hub of the other event has all of its rows, and the new one counts from 1.
    if (isOther) await this.#store.forgetRows();
    await this.#store.put("list", list);
    this.#tag = list.etag;
    manifest.value = list.manifest;
    if (isOther || this.#claims === undefined) await this.#renewClaims();
  }

  /** The hub says after each block how new its list is. The same list only grows older more slowly. */
  async #hearOfList({ etag, takenAt }: { readonly etag: string; readonly takenAt?: number }): Promise<void> {
    const { manifest } = this.#state;
    if (etag !== this.#tag || manifest.value === undefined) return this.renewList();
    if (takenAt !== undefined) manifest.value = { ...manifest.value, takenAt };
  }

  async #renewClaims(): Promise<void> {
    const eventId = this.#state.manifest.value?.eventId;
    if (eventId === undefined) return;
    this.#claims = new ClaimBook(eventId);
    this.#next = 0;
    for (const row of await this.#store.rows()) this.#claims.note(row);
  }

  async #catchUp(): Promise<void> {
    const page = await askHub<DeltaPage>(`/api/deltas?after=${this.#next}`, { patienceMs: LONG_MS });
    if (page.status !== "answered") return;
    const { hub, deltas, next } = page.value;
    if (this.#hub !== undefined && this.#hub !== hub) {
      // Another hub counts from its own beginning.
      this.#hub = hub;
      await this.#renewClaims();
      return this.#catchUp();
    }
    this.#hub = hub;
    for (const delta of deltas) this.#claims?.hear(delta);
    this.#next = next;
    // The hub tells them in parts.
    if (deltas.length > 0) return this.#catchUp();
  }

  #beat(now: number): void {
    const { clockAhead, link } = this.#state;
    const ahead = now - Date.now() / 1_000;
    // A beat may arrive late; small differences are the way there.
    if (clockAhead.value === undefined || Math.abs(clockAhead.value - ahead) > 0.5) {
      clockAhead.value = ahead;
      void this.#store.put("clockAhead", ahead).catch(() => undefined);
    }
    if (link.value.status !== "hub") void this.#return();
  }

  async #told(name: HubEventName, value: unknown): Promise<void> {
    // The hub is of this origin, and its messages have the types of the protocol.
    if (name === "delta") this.#hear(value as Delta);
    if (name === "figures") this.#state.figures.value = value as Figures;
    if (name === "settings") await this.takeSettings(value as Settings);
    if (name === "list" && !this.isAlone)
      await this.#hearOfList(value as { readonly etag: string; readonly takenAt?: number });
    if (name === "revoked") this.#onRevoked();
  }

  #hear(delta: Delta): void {
    if (this.isAlone) return;
    this.#claims?.hear(delta);
    this.#next = Math.max(this.#next, delta.n);
  }

  get #ahead(): number {
    return this.#state.clockAhead.value ?? 0;
  }
}

export declare namespace Link {
  type Parameters = {
    readonly state: State;
    readonly store: DeviceStore;
    /** Locks the page, sends its rows and wipes it. */
    readonly onRevoked: () => void;
  };
}
