import { batch } from "@preact/signals";
import type { EventRef } from "doorkey/code";
import { latestOf } from "../shared/latest/latestOf.ts";
import { isLanguage, languageFor } from "../shared/locale/languages.ts";
import type {
  Act,
  ClassNow,
  Found,
  Head,
  Import,
  OfficeEvent,
  PersonDocument,
  Sale,
  SaleState,
  Session,
  Waiting,
} from "./api/answers.ts";
import { askOffice } from "./api/askOffice.ts";
import { listenToOffice, type OfficeEventName } from "./api/listenToOffice.ts";
import { OfficeProblem } from "./api/OfficeProblem.ts";
import { isNewAct, isNewImport, isNewSale } from "./state/isNews.ts";
import { createState, type State, TABS, type Tab, withOne } from "./state/state.ts";
import { wordsIn } from "./words/languages.ts";
import type { Words } from "./words/Words.ts";

const LANGUAGE = "language";
/** Of sales that go on. */
const OPEN: readonly SaleState[] = ["reserved", "waiting", "claimed"];
/** Milliseconds in which the news of a block are read at once. */
const GATHER_MS = 250;

/** What a clerk wants to sell. */
export type Wish = {
  readonly className: string;
  readonly quantity: number;
  readonly seats: readonly string[];
  readonly order?: string;
};

/** The box office without its screens: what a clerk can do, and the state that the screens show. */
export class BoxOffice {
  readonly state: State;
  #listening = new AbortController();
  readonly #latestWords = latestOf();
  #gathering: ReturnType<typeof setTimeout> | undefined;

  private constructor(tab: Tab) {
    this.state = createState(tab);
  }

  /** Opens the page: signs in by the link in its address, or goes on with the session of this browser. */
  static async open(): Promise<BoxOffice> {
    const office = new BoxOffice(TABS.find((tab) => location.hash === `#${tab}`) ?? "sell");
    await office.speak(localStorage.getItem(LANGUAGE) ?? undefined);
    const token = tokenIn(location.href);
    // The link works once, and must not stay in the history of a shared computer.
    if (token !== undefined) history.replaceState(undefined, "", location.pathname);
    addEventListener("hashchange", () => office.#follow());
    if (token !== undefined) await office.enter(token).catch((error: unknown) => office.#refuse(error));
    // A link that was used may have been used in this very browser.
    if (office.state.stage.value !== "open")
      await office.enter(undefined).catch((error: unknown) => office.#leave(error));
    return office;
  }

  get words(): Words {
    return this.state.words.value;
  }

  /** The event that the clerk has chosen. */
  get event(): OfficeEvent | undefined {
    const { events, eventId } = this.state;
    return events.value.find((event) => event.eventId === eventId.value);
  }

  /** The event in whose name phones make their keys. */
  eventRef(eventId: number): EventRef | undefined {
    const office = this.state.session.value?.office;
    return office && { chainId: office.chainId, rightsRegistry: office.rightsRegistry, eventId };
  }

  get isManager(): boolean {
    return this.state.session.value?.staff.role === "manager";
  }

  async speak(wish: string | undefined): Promise<void> {
    const { language, words } = this.state;
    const next = isLanguage(wish) ? wish : languageFor(navigator.languages);
    await this.#latestWords(wordsIn(next), (texts) =>
      batch(() => {
        language.value = next;
        words.value = texts;
        if (isLanguage(wish)) localStorage.setItem(LANGUAGE, wish);
      }),
    );
  }

  /** Signs in by a link that a clerk pasted. */
  async signIn(link: string): Promise<void> {
    const token = tokenIn(link);
    if (token === undefined) throw new OfficeProblem("LINK", [this.words.signIn.notALink]);
    await this.enter(token);
  }

  /** Signs in with a token, or goes on with the session of this browser. */
  async enter(token: string | undefined): Promise<void> {
    const session = await askOffice<Session>("/api/session", token === undefined ? {} : { body: { token } });
    const { events } = await askOffice<{ readonly events: readonly OfficeEvent[] }>("/api/events");
    const { state } = this;
    batch(() => {
      state.session.value = session;
      state.events.value = events;
      state.eventId.value ??= events[0]?.eventId;
      state.stage.value = "open";
    });
    this.#listening = new AbortController();
    listenToOffice(
      {
        connected: () => void this.#catchUp().catch(() => this.#refresh()),
        silent: () => {
          state.isAway.value = true;
        },
        refused: () => void this.renew().catch((error: unknown) => this.#leave(error)),
        told: (name, value) => this.#hear(name, value),
      },
      this.#listening.signal,
    );
  }

  async signOut(): Promise<void> {
    await askOffice("/api/session", { method: "DELETE" });
    this.#leave(new OfficeProblem("SESSION_MISSING", []));
  }

  go(tab: Tab): void {
    location.hash = tab;
    this.state.tab.value = tab;
  }

  async choose(eventId: number): Promise<void> {
    batch(() => {
      this.state.eventId.value = eventId;
      this.state.classes.value = [];
      this.state.current.value = undefined;
    });
    await this.renew();
  }

  /** Reads again what is left of the event, and what waits. */
  async renew(): Promise<void> {
    const { eventId, classes, isAway } = this.state;
    const asked = eventId.value;
    const [now, waiting] = await Promise.all([
      asked === undefined
        ? undefined
        : askOffice<{ readonly classes: readonly ClassNow[] }>(`/api/events/${asked}/classes`),
      askOffice<Waiting>("/api/waiting"),
    ]);
    batch(() => {
      isAway.value = false;
      if (now !== undefined && asked === eventId.value) {
        classes.value = now.classes;
      }
      for (const sale of waiting.sales.toReversed()) this.#put("sale", sale);
      for (const act of waiting.acts.toReversed()) this.#put("act", act);
      for (const one of waiting.imports.toReversed()) this.#put("import", one);
    });
  }

  async reserve(wish: Wish): Promise<void> {
    const sale = await askOffice<Sale>("/api/sales", { body: { eventId: this.state.eventId.value, ...wish } });
    this.#put("sale", sale);
    this.state.current.value = sale.id;
  }

  async invite(id: string, documents: readonly PersonDocument[]): Promise<void> {
    const body = documents.length > 0 ? { documents } : {};
    this.#put("sale", await askOffice<Sale>(`/api/sales/${id}/invitation`, { body }));
  }

  async cancel(id: string): Promise<void> {
    this.#put("sale", await askOffice<Sale>(`/api/sales/${id}/cancel`, { body: {} }));
  }

  /** Shows a sale in its part of the page. */
  show(sale: Sale): void {
    this.#put("sale", sale);
    this.state.current.value = sale.id;
    this.go("sell");
  }

  async find(text: string): Promise<Found> {
    const { eventId } = this.state;
    const found = await askOffice<Found>(
      `/api/search?${new URLSearchParams({ q: text, eventId: `${eventId.value}` })}`,
    );
    for (const sale of found.sales) this.#put("sale", sale);
    return found;
  }

  /** Changes rights. The answer says what became of each; later news come by themselves. */
  async change(path: "returns" | "revocations" | "moves" | "names", body: object): Promise<Act> {
    const { act } = await askOffice<{ readonly act: Act }>(`/api/${path}`, { body });
    this.#put("act", act);
    return act;
  }

  /** Reads which lists there are. */
  async renewImports(): Promise<void> {
    const { imports } = await askOffice<{ readonly imports: readonly Import[] }>("/api/imports");
    batch(() => {
      for (const one of imports.toReversed()) this.#put("import", one);
    });
  }

  /** Reads a list of orders, and says what is in it. Nothing is done yet. */
  async read(file: File): Promise<Import> {
    const query = new URLSearchParams({ eventId: `${this.state.eventId.value}`, name: file.name });
    const read = await askOffice<Import>(`/api/imports?${query}`, { body: file });
    this.#put("import", read);
    return read;
  }

  async start(id: string): Promise<void> {
    this.#put("import", await askOffice<Import>(`/api/imports/${id}/start`, { body: {} }));
  }

  #hear(name: OfficeEventName, value: unknown): void {
    const { isAway, head } = this.state;
    batch(() => {
      isAway.value = false;
      if (name === "head") head.value = value as Head;
      else this.#put(name, value as Sale & Act & Import);
    });
    // A block and each sale change what is left, and they come in crowds.
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#refresh();
    }, GATHER_MS);
  }

  #put(...[name, one]: ["sale", Sale] | ["act", Act] | ["import", Import]): void {
    const { sales, acts, imports, told } = this.state;
    batch(() => {
      if (name === "sale") sales.value = withOne(sales.value, one, isNewSale);
      else if (name === "act") acts.value = withOne(acts.value, one, isNewAct);
      else imports.value = withOne(imports.value, one, isNewImport);
      told.value++;
    });
  }

  /** Reads again what may have changed while nothing was heard: sales, changes and lists that were not at their end. */
  async #catchUp(): Promise<void> {
    const { sales, acts, imports, stage } = this.state;
    if (stage.value !== "open") return;
    const open = [...sales.value.values()].filter(({ state }) => OPEN.includes(state));
    // An act or a list that is not waiting any more has ended, and its end was missed.
    const before = [acts.value, imports.value] as const;
    acts.value = new Map([...acts.value].filter(([, { state }]) => state === "done" || state === "refused"));
    imports.value = new Map([...imports.value].filter(([, { state }]) => state !== "running"));
    try {
      await this.renew();
      if (this.isManager) await this.renewImports();
    } catch (error) {
      [acts.value, imports.value] = before;
      throw error;
    }
    await Promise.all(
      open.map(async ({ id }) => {
        this.#put("sale", await askOffice<Sale>(`/api/sales/${id}`));
      }),
    );
  }

  /** Reads again in the background. A failure shows as an office that is away. */
  #refresh(): void {
    if (this.state.stage.value !== "open") return;
    this.renew().catch((error: unknown) => {
      if (error instanceof OfficeProblem && error.isSignedOut) this.#leave(error);
      else this.state.isAway.value = true;
    });
  }

  #refuse(error: unknown): void {
    if (!(error instanceof OfficeProblem)) throw error;
    this.state.entryProblem.value = error;
  }

  #leave(error: unknown): void {
    if (!(error instanceof OfficeProblem)) throw error;
    const { stage, session, isAway } = this.state;
    const { isSignedOut } = error;
    if (!isSignedOut && stage.value === "open") {
      isAway.value = true;
      return;
    }
    this.#listening.abort();
    batch(() => {
      session.value = undefined;
      isAway.value = !isSignedOut;
      stage.value = "signed-out";
    });
  }

  #follow(): void {
    const tab = TABS.find((one) => location.hash === `#${one}`);
    if (tab !== undefined) this.state.tab.value = tab;
  }
}

/** The token in the link that lets one person in. */
function tokenIn(link: string): string | undefined {
  return /#invite=([\w-]{16,64})$/.exec(link.trim())?.[1];
}
