/** Milliseconds of silence after which a hub is away: three of its beats. */
const SILENCE_MS = 6_500;
/** How often a page looks whether the beats stopped. */
const LOOK_MS = 500;
/** How soon a page asks again for the beats after they broke off. */
const AGAIN_MS = 2_000;

export type HubEvents = {
  /** The hub lives. `now` is its clock, in seconds. */
  beat(now: number): void;
  /** Three beats were missed, or the connection broke. */
  silent(): void;
  /** The hub answers and refuses to tell, perhaps because it does not know this device. */
  refused(): void;
  /** Anything else, by the name of its event. */
  told(name: HubEventName, value: unknown): void;
};

const NAMES = ["delta", "settings", "figures", "list", "revoked"] as const;

export type HubEventName = (typeof NAMES)[number];

/** Listens to the hub's events until `signal` aborts. The browser connects again by itself. */
export function listenToHub(events: HubEvents, signal: AbortSignal): void {
  let source: EventSource | undefined;
  let heardAt = Date.now();

  const connect = () => {
    if (signal.aborted) return;
    source?.close();
    source = new EventSource("/api/events");
    const heard = () => {
      heardAt = Date.now();
    };
    source.addEventListener("beat", ({ data }) => {
      heard();
      events.beat(JSON.parse(data).now);
    });
    for (const name of NAMES) {
      source.addEventListener(name, ({ data }) => {
        heard();
        events.told(name, JSON.parse(data));
      });
    }
    source.addEventListener("error", () => {
      // The browser connects again by itself if no hub answers. It gives up if the hub refuses.
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
