import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import type { ScreenProps } from "./ScreenProps.ts";

/**
 * A screen whose script loads when it opens, so that the first load is small. The service worker keeps the scripts, so
 * they are there without a network too.
 */
export function later<Props extends ScreenProps>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Screen, setScreen] = useState(() => loaded);
    const [hasFailed, setFailed] = useState(false);
    useEffect(() => {
      if (Screen !== undefined) return;
      load().then(
        (screen) => {
          loaded = screen;
          setScreen(() => screen);
        },
        () => setFailed(true),
      );
    }, [Screen]);
    const { words } = props.wallet;
    if (hasFailed) {
      return (
        <Page title={words.list.title} back={{ words: words.back, to: "#" }}>
          <Note tone="bad" says={words.faults.other} />
        </Page>
      );
    }
    return Screen === undefined ? <main class="page" aria-busy="true" /> : <Screen {...props} />;
  };
}
