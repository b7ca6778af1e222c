import { issueChallenge, type Verdict } from "doorkey/code";
import type { ScanAnswer, UndoAnswer } from "../../../gate/src/protocol/answers.ts";
import type { Party } from "../../../gate/src/protocol/partyOf.ts";
import { fromWire } from "../../../gate/src/protocol/wireVerdict.ts";
import type { DeviceStore } from "../device/store.ts";
import { Acknowledgements, drawn } from "../hub/Acknowledgements.ts";
import { askHub, type HubAnswer } from "../hub/askHub.ts";
import type { Link } from "../hub/Link.ts";
import type { Light, Log } from "../log/Log.ts";
import { nowAt, type State } from "../state/state.ts";
import { decideAlone } from "./decideAlone.ts";
import { lightsOf } from "./lightsOf.ts";
import { newScanId } from "./newScanId.ts";
import { type View, viewOf } from "./viewOf.ts";

/** A decision that is ready for its light. */
type Decided = {
  readonly scanId: string;
  readonly text: string;
  readonly verdict: Verdict;
  readonly mode: Light["mode"];
  readonly party: Party | undefined;
  readonly byHand: boolean;
};

/** Takes codes, one at a time, and brings each to its light: by the hub, or within the same scan by the page itself. */
export class Scanner {
  readonly #state: State;
  readonly #store: DeviceStore;
  readonly #link: Link;
  readonly #log: () => Promise<Log | undefined>;
  readonly #show: (view: View) => void;
  readonly #acknowledgements = new Acknowledgements();
  /** The decision that waits for the steward, and the entries that may be undone. */
  #asked: Decided | undefined;
  readonly #entries = new Map<string, readonly Light[]>();
  #next: string | undefined;

  constructor({ state, store, link, log, show }: Scanner.Parameters) {
    this.#state = state;
    this.#store = store;
    this.#link = link;
    this.#log = log;
    this.#show = show;
  }

  /** Decides on a text. While a scan runs, the latest other text waits, because a scanner does not type twice. */
  async scan(text: string, scanId = newScanId()): Promise<void> {
    const { busy, view, reminded } = this.#state;
    if (view.value?.asks !== undefined) {
      reminded.value = true;
      return;
    }
    if (busy.value) {
      this.#next = text;
      return;
    }
    busy.value = true;
    // No code is longer, and a hub takes no more.
    const told = text.slice(0, MOST_TEXT);
    try {
      await this.#store.put("open", { scanId, text: told, at: nowAt(this.#state) });
      await this.#finish((await this.#askHub(scanId, told)) ?? this.#alone(scanId, told), told);
    } catch {
      this.#tell("wait", this.#state.words.value.scan.storeFull);
    } finally {
      busy.value = false;
    }
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined || next === text) return;
    // The steward sees each light, also if the next guest is quick.
    await new Promise((resolve) => setTimeout(resolve, SEEN_MS));
    await this.scan(next);
  }

  /** Asks again about a scan that the page had not ended when it was closed. */
  async resume(): Promise<void> {
    const open = await this.#store.get("open");
    if (open === undefined) return;
    const isFresh = Math.abs(nowAt(this.#state) - open.at) < RESUME_SECONDS;
    if (isFresh) await this.scan(open.text, open.scanId);
    else await this.#store.drop("open");
  }

  /** What the steward decided about the person, or that a holder enters whose right was let in by hand. */
  async decide(decision: "same-person" | "other-person" | "let-in"): Promise<void> {
    const asked = this.#asked;
    if (asked === undefined) return;
    const { view, reminded } = this.#state;
    // Alone, the steward's word on the person stands. The hub hears of it when the row comes.
    const isOfHub = asked.mode === "hub";
    const answer = isOfHub ? await this.#ask<ScanAnswer>("/api/identity", { scanId: asked.scanId, decision }) : SILENT;
    this.#asked = undefined;
    reminded.value = false;
    view.value = undefined;
    if (decision === "other-person") {
      const words = this.#state.words.value.scan;
      this.#show({ ...this.#blank("stop"), headline: words.otherPerson, sentence: words.otherPersonSaid });
      return;
    }
    if (answer.status === "answered") return this.#finish(decidedBy(answer.value, asked.text), asked.text);
    if (answer.status === "refused") this.#tell("wait", answer.detail);
    else if (decision === "let-in") this.#tell("wait", this.#state.words.value.hand.needsHub);
    else await this.#finish({ ...asked, verdict: admitted(asked.verdict), mode: "alone" }, asked.text);
  }

  /** Takes back what a scan let in. Returns a sentence for the steward. */
  async undo(scanId: string): Promise<string> {
    const words = this.#state.words.value.scan;
    const answer = this.#link.isAlone ? undefined : await askHub<UndoAnswer>("/api/undo", { body: { scanId } });
    if (answer?.status === "refused") return words.undoFailed(answer.detail);
    const isAlone = answer?.status !== "answered";
    const log = await this.#log();
    for (const light of this.#entries.get(scanId) ?? []) {
      const { right, mask, lane } = light;
      const undo: Light = {
        at: Math.floor(nowAt(this.#state)),
        lane,
        mode: isAlone ? "alone" : "hub",
        verdict: "undo",
        scanId: newScanId(),
        of: scanId,
        ...(right !== undefined && mask !== undefined && { right, mask }),
      };
      const row = await log?.append(undo);
      if (row !== undefined) this.#link.claims?.note(row);
    }
    this.#entries.delete(scanId);
    this.#state.view.value = undefined;
    this.#state.last.value = undefined;
    void this.#send();
    return answer?.status === "answered" && answer.value.status === "out" ? words.undoneOut : words.undone;
  }

  /** Shows a new challenge to the next guest. */
  challenge(): void {
    const { manifest, challenge } = this.#state;
    if (manifest.value !== undefined)
      challenge.value = issueChallenge({ event: manifest.value, now: nowAt(this.#state) });
  }

  async #askHub(scanId: string, text: string): Promise<Decided | undefined> {
    const { mode, challenge } = this.#state;
    const open = challenge.value;
    const answer = await this.#ask<ScanAnswer>("/api/scans", {
      scanId,
      text,
      mode: mode.value,
      ...(open !== undefined && { challenge: { value: open.value, expiresAt: open.expiresAt } }),
      ...this.#shownField(),
    });
    return answer.status === "answered" ? decidedBy(answer.value, text) : undefined;
  }

  /** Asks the hub, and notes if it does not answer. */
  async #ask<T>(path: string, body: object): Promise<HubAnswer<T>> {
    if (this.#link.isAlone) return SILENT;
    const shown = this.#acknowledgements.pending;
    const asked = performance.now();
    const answer = await askHub<T>(path, { body });
    if (answer.status === "silent") this.#link.lost();
    if (answer.status === "refused") await this.#link.refused(answer);
    if (answer.status === "answered") {
      this.#state.hubMs.value = Math.round(performance.now() - asked);
      if ("shown" in body) this.#acknowledgements.heard(shown);
    }
    return answer;
  }

  #shownField(): { readonly shown?: readonly string[] } {
    const shown = this.#acknowledgements.pending;
    return shown.length === 0 ? {} : { shown };
  }

  #alone(scanId: string, text: string): Decided | undefined {
    const { settings, manifest, challenge, mode, stage } = this.#state;
    const words = this.#state.words.value;
    if (stage.value === "locked") return undefined;
    if (mode.value === "leave") {
      this.#tell("wait", words.scan.stopAloneWhy);
      return undefined;
    }
    const decision = decideAlone(text, {
      settings: settings.value,
      manifest: manifest.value,
      claims: this.#link.claims,
      now: nowAt(this.#state),
      challenge: challenge.value,
      scanId,
    });
    if (decision.status === "no-list") this.#tell("wait", words.check.listMissing);
    if (decision.status === "stopped") this.#tell("wait", words.scan.stopAloneWhy);
    if (decision.status !== "decided") return undefined;
    return { scanId, text, ...decision, mode: "alone", byHand: false };
  }

  async #finish(decided: Decided | undefined, text: string): Promise<void> {
    if (decided === undefined) return this.#store.drop("open");
    const { mode, language, settings, manifest, challenge } = this.#state;
    const { verdict, scanId } = decided;
    const now = nowAt(this.#state);
    const changes = mode.value !== "look";
    const lights = changes ? await this.#keep(decided) : [];
    const view = viewOf(text, verdict, {
      language: language.value,
      manifest: manifest.value,
      utcOffset: settings.value?.event.utcOffset,
      now,
      party: decided.party,
      scanId,
      shownAt: Date.now(),
    });
    const asks = decided.byHand && decided.mode === "hub" ? "by-hand" : view.asks;
    if (changes && asks !== undefined) this.#asked = decided;
    this.#show(changes ? { ...view, ...(asks !== undefined && { asks }) } : withoutAct(view));
    if (challenge.value !== undefined && verdict.status !== "refuse") this.challenge();
    if (lights.length === 0) return;
    if (decided.mode === "hub") await this.acknowledge(scanId);
    else void this.#send();
  }

  /** Tells the hub that a light is on the screen, as soon as it is, and sends the light's row. */
  async acknowledge(scanId: string): Promise<void> {
    await drawn();
    void this.#acknowledgements.note(scanId);
    void this.#send();
  }

  /** Keeps the rows of a decision on the disk, before its light. */
  async #keep({ verdict, scanId, mode }: Decided): Promise<readonly Light[]> {
    const lane = this.#state.settings.value?.lane.number ?? 0;
    const lights = lightsOf(verdict, { at: Math.floor(nowAt(this.#state)), lane, mode, scanId });
    if (lights.length === 0) await this.#store.drop("open");
    else this.#entries.set(scanId, lights);
    const log = await this.#log();
    for (const light of lights) {
      const row = await log?.append(light);
      if (row !== undefined) this.#link.claims?.note(row);
    }
    return lights;
  }

  async #send(): Promise<void> {
    if (this.#link.isAlone) await this.#link.count();
    else await this.#link.upload();
  }

  #tell(tone: View["tone"], sentence: string): void {
    this.#show({ ...this.#blank(tone), headline: this.#state.words.value.scan.stopAlone, sentence });
  }

  #blank(tone: View["tone"]): Pick<View, "tone" | "serials" | "shownAt"> {
    return { tone, serials: [], shownAt: Date.now() };
  }
}

export declare namespace Scanner {
  type Parameters = {
    readonly state: State;
    readonly store: DeviceStore;
    readonly link: Link;
    readonly log: () => Promise<Log | undefined>;
    /** Brings a view to the screen. */
    readonly show: (view: View) => void;
  };
}

const SILENT = { status: "silent" } as const;
/** Characters of a text that a hub takes. */
const MOST_TEXT = 2_000;
/** For how long a light stays at least if another code waits. */
const SEEN_MS = 1_000;
/** An older scan has no guest before the gate any more. */
const RESUME_SECONDS = 20;

function decidedBy({ scanId, verdict, party, byHand = false }: ScanAnswer, text: string): Decided {
  return { scanId, text, verdict: fromWire(verdict), mode: "hub", party, byHand };
}

/** A verdict after the steward looked at the person. */
function admitted(verdict: Verdict): Verdict {
  if (verdict.status !== "identify") return verdict;
  const { admission, rights, passedOver } = verdict;
  return { status: "admit", reason: "valid", admission, rights, passedOver };
}

/** A look-up shows what would happen, and nothing to press. */
function withoutAct({ scanId: _, asks: __, ...view }: View): View {
  return view;
}
