import type { Tone } from "doorkey/code";

/** Each tone has its own outline and sign, because colours alone fail in glare and for one man in twelve. */
const SHAPES: { readonly [tone in Tone]: { readonly outline: string; readonly sign: string } } = {
  // A circle with a tick
  go: { outline: "M50 4a46 46 0 1 1 0 92a46 46 0 1 1 0-92z", sign: "M28 52l15 15 30-33" },
  // A triangle with a question mark
  look: { outline: "M50 6L97 90H3z", sign: "M40 43a10 10 0 1 1 13 10c-2 1-3 3-3 7M50 74v2" },
  // An octagon with a cross
  stop: { outline: "M31 4h38l27 27v38L69 96H31L4 69V31z", sign: "M34 34l32 32M66 34L34 66" },
  // A bar with dots
  wait: { outline: "M6 32h88v36H6z", sign: "M28 50h.1M50 50h.1M72 50h.1" },
};

/** The sign of a tone. A reader of screens gets its words, so it is hidden there. */
export function Silhouette({ tone }: { readonly tone: Tone }) {
  const { outline, sign } = SHAPES[tone];
  return (
    <svg class="silhouette" viewBox="0 0 100 100" aria-hidden="true" data-tone={tone}>
      <path d={outline} fill="currentColor" />
      <path
        d={sign}
        fill="none"
        stroke="var(--tone)"
        stroke-width="10"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
