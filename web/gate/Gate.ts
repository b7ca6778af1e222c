import { batch, signal } from "@preact/signals";
import { checkScan } from "doorkey/code";
import type { ManualAnswer, Settings } from "../../gate/src/protocol/answers.ts";
import type { ManualMessage, ScanMode } from "../../gate/src/protocol/messages.ts";
import { latestOf } from "../shared/latest/latestOf.ts";
import { isLanguage, languageFor } from "../shared/locale/languages.ts";
import { makeIdentity, proveKey } from "./device/makeIdentity.ts";
import { type Choices, type DeviceStore, type Identity, openStore } from "./device/store.ts";
import { askHub, type HubAnswer } from "./hub/askHub.ts";
import { Link } from "./hub/Link.ts";
import { Log } from "./log/Log.ts";
import { newScanId } from "./scans/newScanId.ts";
import { Scanner } from "./scans/Scanner.ts";
import { nextView, type View, withUndo } from "./scans/viewOf.ts";
import { playTone } from "./screens/sound.ts";
import { speakView } from "./screens/speech.ts";
import { createState, nowAt, type State } from "./state/state.ts";
import { chooseTyped, type Typed } from "./wedge/chooseTyped.ts";
import { wordsIn } from "./words/languages.ts";
import type { Words } from "./words/Words.ts";

/** Milliseconds for which each tone fills the screen. A steward must not take an old green for the next guest. */
const FILLS_MS = { go: 4_000, look: 7_000, stop: 9_000, wait: 6_000 } as const;

/** Name of the browser's measure from a picture to its light. */
const PICTURE_TO_LIGHT = "picture-to-light";

/** How soon a locked device sends again what its hub did not take. */
const SEND_AGAIN_MS = 5_000;

type Joined = { readonly device: { readonly id: string; readonly name: string }; readonly settings: Settings };

/** The gate page without its screens: what a steward can do, and the state that the screens show. */
export class Gate {
  readonly state: State;
  readonly #store: DeviceStore;
  readonly #link: Link;
  readonly #scanner: Scanner;
  #identity: Identity | undefined;
  #log: Log | undefined;
  /** What came of the last undo, until the next scan. */
  readonly undone = signal<string | undefined>(undefined);
  #litAt = 0;
  #clearing: ReturnType<typeof setTimeout> | undefined;
  #listening: AbortController | undefined;
  readonly #latestWords = latestOf();

  private constructor(store: DeviceStore) {
    this.state = createState();
    this.#store = store;
    this.#link = new Link({ state: this.state, store, onRevoked: () => void this.#lock() });
    this.#scanner = new Scanner({
      state: this.state,
      store,
      link: this.#link,
      log: () => this.#openLog(),
      show: (view) => this.show(view),
    });
  }

  /** Opens the page with what the device has kept. */
  static async open(): Promise<Gate> {
    const gate = new Gate(await openStore());
    await gate.#restore();
    // A link that is opened in this tab changes the address alone.
    addEventListener("hashchange", () => void gate.#joinByAddress());
    return gate;
  }

  get words(): Words {
    return this.state.words.value;
  }

  async #restore(): Promise<void> {
    const { choices, stage, deviceName } = this.state;
    choices.value = (await this.#store.get("choices")) ?? {};
    this.#identity = await this.#store.get("identity");
    deviceName.value = this.#identity?.name ?? "";
    await this.#link.restore();
    await this.#speak();
    if (await this.#joinByAddress()) return;
    if (this.#identity === undefined) stage.value = "join";
    else this.#begin();
  }

  /** Joins if the page's address has a token. Returns whether it had. */
  async #joinByAddress(): Promise<boolean> {
    const token = tokenIn(location.href);
    if (token !== undefined) await this.join(token);
    return token !== undefined;
  }

  /** Joins the hub of this page with a token, or with a link that has one. A key that the device has stays. */
  async join(told: string): Promise<void> {
    const { joining, joinProblem, deviceName, link } = this.state;
    const token = tokenIn(told) ?? told.trim();
    history.replaceState(null, "", location.pathname);
    joining.value = true;
    try {
      const identity = this.#identity ?? (await makeIdentity());
      const body = { token, publicKey: identity.publicKey, proof: await proveKey(identity, token) };
      const answer = await askHub<Joined>("/api/join", { body, patienceMs: 10_000 });
      joinProblem.value = this.#problemOf(answer);
      if (answer.status !== "answered") {
        if (this.#identity === undefined) this.state.stage.value = "join";
        else this.#begin();
        return;
      }
      this.#identity = { ...identity, name: answer.value.device.name };
      await this.#store.put("identity", this.#identity);
      await this.#link.takeSettings(answer.value.settings);
      deviceName.value = answer.value.device.name;
      link.value = { status: "connecting" };
      await this.#speak();
      this.#begin();
    } catch {
      joinProblem.value = this.words.join.noKeys;
      this.state.stage.value = "join";
    } finally {
      joining.value = false;
    }
  }

  #problemOf(answer: HubAnswer<unknown>): string | undefined {
    if (answer.status === "answered") return undefined;
    return answer.status === "silent" ? this.words.join.silent : this.words.join.refused(answer.detail);
  }

  #begin(): void {
    this.state.stage.value = "check";
    this.#listening?.abort();
    this.#listening = new AbortController();
    this.#link.listen(this.#listening.signal);
  }

  /** Leaves the start check. */
  startScanning(): void {
    this.state.stage.value = "scan";
    void this.#scanner.resume();
  }

  /** Goes back to the start check. */
  checkAgain(): void {
    this.state.stage.value = "check";
  }

  /**
   * Takes a text from the camera, from a scanner or from the keyboard. A link to join lets nobody in.
   *
   * @param seenAt When the gate saw it, as performance.now gives it.
   */
  async scan(text: string, seenAt = performance.now()): Promise<void> {
    if (this.state.stage.value !== "scan") return;
    const token = tokenIn(text);
    if (token !== undefined) return this.join(token);
    await this.#scanner.scan(text);
    performance.clearMeasures(PICTURE_TO_LIGHT);
    performance.measure(PICTURE_TO_LIGHT, { start: seenAt, end: this.#litAt });
  }

  /** Takes what a scanner typed. */
  scanTyped(typed: Typed): Promise<void> {
    return this.scan(chooseTyped(typed, (text) => this.#isProven(text)));
  }

  #isProven(text: string): boolean {
    const { manifest } = this.state;
    if (manifest.value === undefined) return false;
    const ground = { manifest: manifest.value, admitted: new Map(), now: nowAt(this.state), lane: 0 };
    const { verdict } = checkScan(text, ground);
    return !["not-a-code", "wrong-event", "right-unknown", "bad-signature"].includes(verdict.reason);
  }

  /** Brings a view to the screen with its sound. */
  show(view: View): void {
    const { view: shown, last, choices, language } = this.state;
    const next = nextView(shown.value, view);
    shown.value = next;
    last.value = withUndo(last.value, next);
    this.undone.value = undefined;
    this.#litAt = performance.now();
    playTone(view.tone);
    if (choices.value.speech === true) speakView(view, language.value);
    clearTimeout(this.#clearing);
    if (next.asks === undefined) this.#clearing = setTimeout(() => this.dismiss(), FILLS_MS[next.tone]);
  }

  /** Takes the view off the screen, unless it asks for a decision. */
  dismiss(): void {
    const { view } = this.state;
    if (view.value?.asks !== "identity") view.value = undefined;
  }

  decide(decision: "same-person" | "other-person" | "let-in"): Promise<void> {
    return this.#scanner.decide(decision);
  }

  /** Takes back what a scan let in. */
  async undo(scanId: string): Promise<void> {
    this.undone.value = await this.#scanner.undo(scanId);
  }

  /** Shows where to join again. What waits stays on the device. */
  leaveForJoin(): void {
    this.state.stage.value = "join";
  }

  setMode(mode: ScanMode): void {
    this.state.mode.value = mode;
  }

  /** Shows challenges, or stops to. */
  toggleChallenge(): void {
    const { challenge } = this.state;
    if (challenge.value === undefined) this.#scanner.challenge();
    else challenge.value = undefined;
  }

  /** Shows another challenge, because one is valid for half a minute. */
  renewChallenge(): void {
    this.#scanner.challenge();
  }

  async choose(choices: Choices): Promise<void> {
    this.state.choices.value = { ...this.state.choices.value, ...choices };
    await this.#speak();
    await this.#store.put("choices", this.state.choices.value);
  }

  /** Chooses a look, or that of the device. */
  async chooseLook(look: Choices["look"]): Promise<void> {
    const { look: _, ...others } = this.state.choices.value;
    this.state.choices.value = look === undefined ? others : { ...others, look };
    await this.#store.put("choices", this.state.choices.value);
  }

  /** Makes this device a supervisor's for a while. Returns why not. */
  async raise(pin: string): Promise<string | undefined> {
    const answer = await askHub<{ until: number }>("/api/role", { body: { pin }, patienceMs: 5_000 });
    if (answer.status === "answered") {
      this.state.supervisorUntil.value = answer.value.until;
      return undefined;
    }
    if (answer.status === "silent") return this.words.pin.needsHub;
    return answer.code === "PIN_WRONG" ? this.words.pin.wrong : answer.detail;
  }

  async lower(): Promise<void> {
    this.state.supervisorUntil.value = 0;
    await askHub("/api/role", { method: "DELETE" });
  }

  get isSupervisor(): boolean {
    return nowAt(this.state) < this.state.supervisorUntil.value;
  }

  /** Lets in by hand. Its light is shown like that of a scan. */
  async letInByHand(message: Omit<ManualMessage, "id">): Promise<HubAnswer<ManualAnswer>> {
    const id = newScanId();
    const answer = await askHub<ManualAnswer>("/api/manual", { body: { id, ...message }, patienceMs: 5_000 });
    if (answer.status === "answered" && answer.value.status === "let-in") {
      const { right } = answer.value;
      const lane = this.state.settings.value?.lane.number ?? 0;
      const at = Math.floor(nowAt(this.state));
      const { reason } = message;
      const log = await this.#openLog();
      await log?.append({ at, lane, mode: "hub", verdict: "hand", scanId: id, right, mask: 1, reason });
      const words = this.words.hand;
      this.show({
        tone: "go",
        headline: words.done,
        sentence: words.left(answer.value.left),
        people: 1,
        serials: [right],
        scanId: id,
        shownAt: Date.now(),
      });
      void this.#scanner.acknowledge(id);
    }
    return answer;
  }

  /**
   * Locks a revoked device. What waits goes to the hub, which keeps it apart; until then it stays, because it is the only
   * copy. Then key and list are wiped.
   */
  async #lock(): Promise<void> {
    const { stage, view, waiting } = this.state;
    if (stage.value === "locked") return;
    stage.value = "locked";
    view.value = undefined;
    this.#listening?.abort();
    for (;;) {
      await this.#link.upload();
      if (waiting.value === 0) break;
      await new Promise((resolve) => setTimeout(resolve, SEND_AGAIN_MS));
    }
    await this.#store.wipe();
    this.#identity = undefined;
    this.#log = undefined;
  }

  /** The log of the event whose list the gate has. */
  async #openLog(): Promise<Log | undefined> {
    const event = this.state.manifest.value;
    if (this.#identity === undefined || event === undefined) return undefined;
    if (this.#log === undefined || !this.#log.isOf(event)) {
      this.#log = await Log.open(this.#store, this.#identity, event);
    }
    return this.#log;
  }

  /** Speaks the language that the steward chose, else the hub's, else one of the browser's. */
  async #speak(): Promise<void> {
    const { choices, settings, language, words } = this.state;
    const wished = [choices.value.language, settings.value?.language].find(isLanguage);
    const next = wished ?? languageFor(navigator.languages);
    try {
      await this.#latestWords(wordsIn(next), (loaded) =>
        batch(() => {
          language.value = next;
          words.value = loaded;
        }),
      );
    } catch {
      // Without a network and without the service worker's copy, the page keeps the language that it has.
    }
  }
}

/** The token in a link to join, such as https://gate.example/#join=…. */
function tokenIn(text: string): string | undefined {
  return /#join=([A-Za-z0-9_-]{24})$/.exec(text.trim())?.[1];
}
