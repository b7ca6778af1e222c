import { useState } from "preact/hooks";
import { CodeCamera } from "../components/CodeCamera.tsx";
import { Page } from "../components/Page.tsx";
import { PasteForm } from "../components/PasteForm.tsx";
import { fragmentOf } from "../links/readRoute.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** Takes a shop's link by camera or by hand: on the home screen of iOS, links open in Safari, not here. */
export function AddScreen({ wallet }: ScreenProps) {
  const { words } = wallet;
  const [isScanning, setScanning] = useState(false);
  const open = (link: string) => wallet.open(link);
  return (
    <Page title={words.add.title} back={{ words: words.back, to: fragmentOf("list") }}>
      <p class="soft">{words.add.how}</p>
      {isScanning && <CodeCamera words={words} saw={open} />}
      <button type="button" class="button main wide" onClick={() => setScanning(!isScanning)}>
        {isScanning ? words.close : words.add.scan}
      </button>
      <PasteForm label={words.add.paste} button={words.add.open} take={open} />
    </Page>
  );
}
