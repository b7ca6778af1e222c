/** Milliseconds of silence after which the office is away: three of its beats. */
const SILENCE_MS = 6_500;
/** How often the page looks whether the beats stopped. */
const LOOK_MS = 500;
/** How soon the page asks again after the office refused. */
const AGAIN_MS = 2_000;

const NAMES = ["sale", "act", "import", "head"] as const;

export type OfficeEventName = (typeof NAMES)[number];

export type OfficeEvents = {
  /** The office lives, and what came before may have been missed. */
  connected(): void;
  /** Three beats were missed. */
  silent(): void;
  /** It answers and refuses to tell, perhaps because nobody is signed in. */
  refused(): void;
  told(name: OfficeEventName, value: unknown): void;
};

/** Listens to what other clerks, phones and the chain change, until `signal` aborts. */
export function listenToOffice(events: OfficeEvents, signal: AbortSignal): void {
  let source: EventSource | undefined;
  let heardAt = Date.now();

  const connect = () => {
    if (signal.aborted) return;
    source?.close();
    source = new EventSource("/api/stream");
    const heard = () => {
      heardAt = Date.now();
    };
    source.addEventListener("open", () => {
      heard();
      events.connected();
    });
    source.addEventListener("beat", heard);
    for (const name of NAMES) {
      source.addEventListener(name, ({ data }) => {
        heard();
        events.told(name, JSON.parse(data));
      });
    }
    source.addEventListener("error", () => {
      // The browser connects again by itself if the office is away. It gives up if the office refuses.
      if (source?.readyState !== EventSource.CLOSED || signal.aborted) return;
      events.refused();
      setTimeout(connect, AGAIN_MS);
    });
  };
  connect();
  const looking = setInterval(() => {
    if (Date.now() - heardAt > SILENCE_MS) events.silent();
  }, LOOK_MS);
  signal.addEventListener("abort", () => {
    clearInterval(looking);
    source?.close();
  });
}
