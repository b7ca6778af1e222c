import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { TicketCard } from "../components/TicketCard.tsx";
import { fragmentOf } from "../links/readRoute.ts";
import { inOrder } from "../tickets/inOrder.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** All tickets of this phone. */
export function ListScreen({ wallet }: ScreenProps) {
  const { words, state } = wallet;
  const { list, faults } = words;
  const tickets = inOrder(state.tickets.value);
  const fault = state.storeFault.value;
  return (
    <Page title={list.title}>
      {fault !== undefined && <Note tone="bad" says={faults[fault]} />}
      {tickets.length === 0 && fault === undefined && (
        <Note tone="plain" says={{ title: list.empty, advice: list.emptyHow }} />
      )}
      <ul class="tickets">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <TicketCard wallet={wallet} ticket={ticket} />
          </li>
        ))}
      </ul>
      {tickets.length > 0 && <Install wallet={wallet} />}
      <nav class="stack" aria-label={list.more}>
        {fault === undefined && (
          <a class="button wide" href={fragmentOf("add")}>
            {list.add}
          </a>
        )}
        <a class="button wide" href={fragmentOf("seller")}>
          {list.checkSeller}
        </a>
        <a class="button wide" href={fragmentOf("settings")}>
          {list.settings}
        </a>
      </nav>
    </Page>
  );
}

/** Offers to install the page, where that makes tickets safer. */
function Install({ wallet }: ScreenProps) {
  const { list } = wallet.words;
  const { install, abilities } = wallet.state;
  const offered = install.value;
  const device = abilities.value;
  if (device?.shownIn === "home-screen") return null;
  if (offered !== undefined) {
    return (
      <Note tone="plain" says={{ title: list.install, advice: list.installWhy }}>
        <button type="button" class="button wide" onClick={() => void offered()}>
          {list.install}
        </button>
      </Note>
    );
  }
  if (device?.system === "ios") {
    return <Note tone="plain" says={{ title: list.install, advice: `${list.installWhy} ${list.installHow}` }} />;
  }
  return device?.isPersisted === false ? <p class="soft">{list.weekly}</p> : null;
}
