import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import type { LinkFault } from "../links/Route.ts";
import { fragmentOf } from "../links/readRoute.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** A link that opens nothing. */
export function LinkScreen({ wallet, fault }: ScreenProps & { readonly fault: LinkFault }) {
  const { words } = wallet;
  return (
    <Page title={words.list.title} back={{ words: words.back, to: fragmentOf("list") }}>
      <Note tone="bad" says={words.link[fault]} />
    </Page>
  );
}
