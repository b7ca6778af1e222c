import { batch } from "@preact/signals";
import { indexedDbKeys, sellerClient } from "doorkey/buyer";
import type { Language } from "doorkey/code";
import { latestOf } from "../shared/latest/latestOf.ts";
import { isLanguage, languageFor } from "../shared/locale/languages.ts";
import { WalletClock } from "./codes/WalletClock.ts";
import { type Fault, faultOf } from "./faults/faultOf.ts";
import { fragmentOf, readRoute } from "./links/readRoute.ts";
import { createState, type State } from "./state/state.ts";
import type { Means } from "./tickets/Means.ts";
import { obtainPass } from "./tickets/obtainPass.ts";
import { refreshTicket } from "./tickets/refreshTicket.ts";
import type { Ticket } from "./tickets/Ticket.ts";
import { openTicketStore, type TicketStore } from "./tickets/ticketStore.ts";
import { type Speech, speechIn, speechOr } from "./words/languages.ts";
import type { Words } from "./words/Words.ts";

/** The wallet without its screens: what a fan can do, and the state that the screens show. */
export class Wallet {
  readonly state: State;
  readonly clock = new WalletClock();
  readonly #means: Means;
  readonly #latestWords = latestOf();

  private constructor(means: Means, speech: Speech) {
    this.state = createState(readRoute(location.href), speech);
    this.#means = means;
  }

  /** Opens the wallet with what this browser has kept. Fails if no texts can be loaded. */
  static async open(): Promise<Wallet> {
    const first = speechOr(languageFor(navigator.languages), "en");
    const keys = indexedDbKeys();
    const seller = (url: string) => sellerClient(url);
    let wallet: Wallet;
    try {
      const [tickets, speech] = await Promise.all([openTicketStore(), first]);
      wallet = new Wallet({ tickets, keys, seller }, speech);
      await wallet.#restore();
    } catch (error) {
      wallet = new Wallet({ tickets: NO_STORE, keys, seller }, await first);
      const fault = faultOf(error);
      wallet.state.storeFault.value = fault === "other" ? "keeps-nothing" : fault;
    }
    addEventListener("hashchange", () => wallet.#follow());
    addEventListener("online", () => void wallet.continueAll());
    addEventListener("beforeinstallprompt", (event) =>
      wallet.#offerInstall(event as Event & { prompt(): Promise<void> }),
    );
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void wallet.wake());
    return wallet;
  }

  get words(): Words {
    return this.state.words.value;
  }

  get means(): Means {
    return this.#means;
  }

  ticket(id: string): Ticket | undefined {
    return this.state.tickets.value.find((one) => one.id === id);
  }

  /** Opens another part of the wallet. The browser's way back leads here. */
  go(...to: Parameters<typeof fragmentOf>): void {
    location.hash = fragmentOf(...to);
  }

  /** Opens what a link leads to, without the link in the address, which would be kept in the browser's history. */
  open(link: string): void {
    this.state.route.value = readRoute(link);
  }

  /** Takes the place of what is open, so that the browser's way back does not lead to it again. */
  replace(...to: Parameters<typeof fragmentOf>): void {
    history.replaceState(null, "", location.pathname + fragmentOf(...to));
    this.#follow();
  }

  #follow(): void {
    this.state.route.value = readRoute(location.href);
  }

  async #restore(): Promise<void> {
    const { language } = await this.#means.tickets.choices();
    // Where the words of the chosen language cannot be had, those of the browser's stay.
    const chosen = isLanguage(language) ? this.#speak(language).catch(() => undefined) : undefined;
    await Promise.all([this.#reload(), chosen]);
  }

  async #reload(): Promise<void> {
    this.state.tickets.value = await this.#means.tickets.all();
  }

  /** When the page comes to the front: another tab may have written, and the clock may have been set. */
  async wake(): Promise<void> {
    if (this.state.storeFault.value !== undefined) return;
    await this.#reload();
    void this.clock.ask();
  }

  /** Asks sellers for what is missing: passes of claims that broke off, and news of all tickets. */
  async continueAll(): Promise<void> {
    if (this.state.storeFault.value !== undefined) return;
    await Promise.all(this.state.tickets.value.map((ticket) => this.continue(ticket)));
  }

  /** Sends the claim of a ticket again if its pass is missing, else asks for news. Never throws; see `state.faults`. */
  async continue(ticket: Ticket): Promise<void> {
    const isClaim = ticket.pass === undefined && ticket.claim !== undefined;
    await this.#about(ticket.id, () => (isClaim ? obtainPass : refreshTicket)(this.#means, ticket));
  }

  /** Does some work that changes tickets, and shows what came of it. Throws what the work throws. */
  async change<T>(work: (means: Means) => Promise<T>): Promise<T> {
    return work(this.#means).finally(() => this.#reload());
  }

  /** Takes a ticket off the list. Its key goes too, so this is offered for tickets that are over. */
  async remove({ id, holder }: Ticket): Promise<void> {
    await this.#means.tickets.drop(id);
    await this.#means.keys.remove(holder).catch(() => undefined);
    await this.#reload();
    this.replace("list");
  }

  /** Speaks another language from now on. Fails, and keeps the one it has, if its texts cannot be loaded. */
  async chooseLanguage(language: Language): Promise<void> {
    await this.#speak(language);
    await this.#means.tickets.choose({ language: this.state.language.value }).catch(() => undefined);
  }

  async #speak(language: Language): Promise<void> {
    const { state } = this;
    await this.#latestWords(speechIn(language), ({ words }) =>
      batch(() => {
        state.language.value = language;
        state.words.value = words;
      }),
    );
  }

  #offerInstall(event: Event & { prompt(): Promise<void> }): void {
    event.preventDefault();
    const { install } = this.state;
    install.value = async () => {
      install.value = undefined;
      await event.prompt();
    };
  }

  /** Works on a ticket, and keeps what went wrong for its screen. */
  async #about(id: string, work: () => Promise<unknown>): Promise<void> {
    let fault: Fault | undefined;
    try {
      await work();
    } catch (error) {
      fault = faultOf(error);
    }
    const faults = new Map(this.state.faults.value);
    if (fault === undefined) faults.delete(id);
    else faults.set(id, fault);
    this.state.faults.value = faults;
    await this.#reload();
  }
}

/** Where a browser keeps nothing, there are no tickets, and none is added. */
const NO_STORE: TicketStore = {
  all: async () => [],
  find: async () => undefined,
  put: async () => undefined,
  drop: async () => undefined,
  choices: async () => ({}),
  choose: async () => undefined,
};
