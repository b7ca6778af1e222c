import type { Tone } from "doorkey/code";

/** Hertz and milliseconds of each beep. High and short is good, low and long is bad; amber beeps twice. */
const TONES: { readonly [tone in Tone]: readonly (readonly [hertz: number, ms: number])[] } = {
  go: [[880, 110]],
  look: [
    [587, 120],
    [587, 120],
  ],
  stop: [
    [196, 320],
    [196, 320],
  ],
  wait: [[440, 160]],
};

const GAP_MS = 70;

const VIBRATIONS: { readonly [tone in Tone]: readonly number[] } = {
  go: [80],
  look: [80, 80, 80],
  stop: [300, 100, 300],
  wait: [150],
};

let context: AudioContext | undefined;

/** Lets the page make sounds. Browsers allow it after a tap alone. */
export async function allowSound(): Promise<boolean> {
  context ??= new AudioContext();
  await context.resume();
  return context.state === "running";
}

/** Plays a tone, and vibrates where the device can. */
export function playTone(tone: Tone): void {
  navigator.vibrate?.([...VIBRATIONS[tone]]);
  if (context?.state !== "running") return;
  let at = context.currentTime;
  for (const [hertz, ms] of TONES[tone]) {
    const oscillator = new OscillatorNode(context, { frequency: hertz, type: tone === "stop" ? "square" : "sine" });
    const volume = new GainNode(context, { gain: 0.5 });
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + ms / 1_000);
    at += (ms + GAP_MS) / 1_000;
  }
}
