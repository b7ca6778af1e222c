import type { Language } from "doorkey/code";
import type { View } from "../scans/viewOf.ts";

const VOICES: { readonly [language in Language]: string } = { en: "en-GB", ja: "ja-JP", vi: "vi-VN", zh: "zh-CN" };

/** Says the class and how many people pass, or the headline if nobody does. */
export function speakView({ headline, className, people }: View, language: Language): void {
  const said = people === undefined ? headline : [className, people].filter((part) => part !== undefined).join(", ");
  const utterance = new SpeechSynthesisUtterance(said);
  utterance.lang = VOICES[language];
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
}
