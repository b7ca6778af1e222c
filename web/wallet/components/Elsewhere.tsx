import type { Advice, Words } from "../words/Words.ts";
import { CopyButton } from "./CopyButton.tsx";
import { LinkQr } from "./LinkQr.tsx";
import { Note } from "./Note.tsx";

/** Sends the fan to a place where tickets can be kept: why, the link to copy, and its code for a phone. */
export function Elsewhere(props: { readonly words: Words; readonly says: Advice; readonly link: string }) {
  const { words, says, link } = props;
  return (
    <>
      <Note tone="bad" says={says} />
      <CopyButton text={link} words={words} />
      <LinkQr text={link} label={words.place.scan} />
    </>
  );
}
