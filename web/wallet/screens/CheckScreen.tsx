import { useEffect, useState } from "preact/hooks";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { type CheckResult, resultOf } from "../device/resultOf.ts";
import { tryDevice } from "../device/tryDevice.ts";
import { type Fault, faultOf, mayPass } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import type { ScreenProps } from "./ScreenProps.ts";

type Props = ScreenProps & { readonly back: URL; readonly seller: string };

/**
 * Before payment: tests whether this phone can keep tickets, keeps nothing, and returns to the shop with the result.
 * Nothing is returned to a page that the seller's own site does not name.
 */
export function CheckScreen({ wallet, back, seller }: Props) {
  const { words, state } = wallet;
  const [result, setResult] = useState<CheckResult>();
  const [fault, setFault] = useState<Fault | "not-named">();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setFault(undefined);
    void (async () => {
      try {
        const { seller: named } = await wallet.means.seller(seller).site();
        if (named?.hosts.includes(back.host) !== true) return setFault("not-named");
        await tryDevice(wallet);
        const found = state.abilities.value;
        if (found === undefined) return;
        const told = resultOf(found, state.storeFault.value);
        setResult(told);
        location.replace(addressWith(back, told));
      } catch (error) {
        setFault(faultOf(error));
      }
    })();
  }, [attempt]);

  return (
    <Page title={words.check.title} back={{ words: words.list.title, to: fragmentOf("list") }}>
      {fault === "not-named" && <Note tone="bad" says={words.check.stranger(back.host)} />}
      {fault !== undefined && fault !== "not-named" && (
        <Note tone="bad" says={words.faults[fault]}>
          {mayPass(fault) && (
            <button type="button" class="button wide" onClick={() => setAttempt(attempt + 1)}>
              {words.tryAgain}
            </button>
          )}
        </Note>
      )}
      {fault === undefined && result === undefined && <p role="status">{words.check.working}</p>}
      {result !== undefined && (
        <>
          <p role="status">{words.check.goingBack(back.host)}</p>
          <a class="button main wide" href={addressWith(back, result)}>
            {words.check.goBack}
          </a>
        </>
      )}
    </Page>
  );
}

/** The shop's page, with the result in place of its fragment. */
function addressWith(back: URL, result: CheckResult): string {
  const url = new URL(back);
  url.hash = `device=${result}`;
  return url.href;
}
