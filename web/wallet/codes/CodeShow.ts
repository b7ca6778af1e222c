import { effect, type Signal, signal } from "@preact/signals";
import { type DeviceKey, entryCode, type Pass, readChallenge, rotateCodes, type ShownCode } from "doorkey/buyer";
import type { Party } from "../tickets/party.ts";
import type { WalletClock } from "./WalletClock.ts";

/** A code on the screen. It ends at `endsAt`, in seconds by the clock that it was made with. */
export type Showing = ShownCode & { readonly endsAt: number; readonly answers: boolean };

/** Seconds for which a code is shown before the next one comes. */
const EVERY = 10;
const A_SECOND_MS = 1_000;

/** Shows the codes of one ticket: rotating ones, one at a tap for a passkey, one for a gate's challenge. */
export class CodeShow {
  readonly showing = signal<Showing | undefined>(undefined);
  readonly problem = signal<unknown>(undefined);
  readonly isSigning = signal(false);
  readonly #key: DeviceKey;
  readonly #pass: Pass;
  readonly #clock: WalletClock;
  readonly #party: Signal<Party>;
  #current = new AbortController();
  #stop: () => void = () => undefined;

  constructor({ key, pass, clock, party }: CodeShow.Options) {
    this.#key = key;
    this.#pass = pass;
    this.#clock = clock;
    this.#party = party;
  }

  get needsTap(): boolean {
    return this.#key.kind === "passkey";
  }

  /**
   * Begins. A code of other people leaves the screen at once. One of another clock stays until the next is ready, because
   * a scanner may be reading it.
   */
  start(): void {
    let shown: Party | undefined;
    this.#stop = effect(() => {
      const party = this.#party.value;
      const clock = this.#clock.current.value;
      const isOther = party !== shown;
      shown = party;
      if (isOther) this.#end();
      else if (this.needsTap || this.showing.peek()?.answers === true) return;
      else this.#renew();
      if (!this.needsTap) void this.#rotate(party, clock, this.#current.signal);
    });
  }

  stop(): void {
    this.#stop();
    this.#end();
  }

  /** Makes one code, which a passkey's owner has to allow. */
  async tap(): Promise<void> {
    this.#end();
    await this.#once({}, this.#current.signal);
  }

  /** Answers what the gate's screen asks. Throws CHALLENGE_INVALID if it is another gate's, or no challenge. */
  async answer(text: string): Promise<void> {
    const challenge = readChallenge(text, this.#key.event);
    this.#end();
    const { signal } = this.#current;
    await this.#once({ challenge }, signal);
    if (!this.needsTap) void this.#rotate(this.#party.peek(), this.#clock.current.peek(), signal);
  }

  #renew(): void {
    this.#current.abort();
    this.#current = new AbortController();
  }

  #end(): void {
    this.#renew();
    this.showing.value = undefined;
    this.problem.value = undefined;
  }

  async #rotate(party: Party, clock: CodeShow.Time, signal: AbortSignal): Promise<void> {
    try {
      for await (const code of rotateCodes(this.#key, this.#pass, { ...party, clock, signal, every: EVERY })) {
        if (signal.aborted) return;
        this.showing.value = { ...code, endsAt: code.issuedAt + EVERY, answers: false };
      }
    } catch (error) {
      if (!signal.aborted) this.problem.value = error;
    }
  }

  /** Shows one code until it is over, then none. */
  async #once(options: Pick<entryCode.Options, "challenge">, signal: AbortSignal): Promise<void> {
    const clock = this.#clock.current.peek();
    this.isSigning.value = true;
    try {
      const code = await entryCode(this.#key, this.#pass, { ...this.#party.peek(), clock, ...options });
      if (signal.aborted) return;
      const answers = options.challenge !== undefined;
      this.showing.value = { ...code, endsAt: code.validUntil, answers };
    } catch (error) {
      if (!signal.aborted) this.problem.value = error;
      return;
    } finally {
      this.isSigning.value = false;
    }
    while (!signal.aborted && clock.now() < (this.showing.value?.endsAt ?? 0)) await pause(A_SECOND_MS, signal);
    if (!signal.aborted) this.showing.value = undefined;
  }
}

export declare namespace CodeShow {
  type Time = WalletClock["current"]["value"];
  type Options = {
    readonly key: DeviceKey;
    readonly pass: Pass;
    readonly clock: WalletClock;
    /** Who enters with the code. */
    readonly party: Signal<Party>;
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
