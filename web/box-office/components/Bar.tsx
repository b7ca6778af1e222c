import type { ScreenProps } from "../ScreenProps.ts";
import { TABS } from "../state/state.ts";
import { LanguageChoice } from "./LanguageChoice.tsx";

/** Who is signed in, for which event, and the parts of the page. */
export function Bar({ office }: ScreenProps) {
  const { events, eventId, tab, session, isAway } = office.state;
  const { bar } = office.words;
  const { staff, office: place } = session.value ?? {};
  const tabs = TABS.filter((one) => one !== "staff" || office.isManager);
  return (
    <header class="bar">
      <div class="row spread">
        <p class="who">
          <strong>{place?.name}</strong>
          <span class="soft">
            {staff?.name}, {bar.role[staff?.role ?? "clerk"]}
          </span>
        </p>
        <p class={isAway.value ? "bad-text" : "soft"} role="status">
          {isAway.value ? bar.away : bar.live}
        </p>
      </div>
      <nav class="row" aria-label={office.words.title}>
        {tabs.map((one) => (
          <a
            key={one}
            class="tab"
            href={`#${one}`}
            aria-current={tab.value === one ? "page" : undefined}
            onClick={() => office.go(one)}
          >
            {bar.tabs[one]}
          </a>
        ))}
      </nav>
      <div class="row choices">
        <label>
          {bar.event}
          <select
            value={eventId.value}
            onChange={({ currentTarget }) => void office.choose(Number(currentTarget.value))}
          >
            {events.value.map((event) => (
              <option key={event.eventId} value={event.eventId}>
                {event.name}
              </option>
            ))}
          </select>
        </label>
        <LanguageChoice office={office} />
        <button type="button" class="button" onClick={() => void office.signOut().catch(() => undefined)}>
          {bar.signOut}
        </button>
      </div>
      {office.event?.isCancelled && (
        <p class="bad-text" role="alert">
          {bar.cancelled}
        </p>
      )}
    </header>
  );
}
