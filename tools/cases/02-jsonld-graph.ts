import type { Case } from "./Case.ts";
import { documentLines } from "./documents.ts";

const folder = "02-jsonld-graph";

export const row: Case = {
  folder,
  title: "an event in a graph or a list, of any type and context",
  run: () =>
    documentLines(
      folder,
      {
        "context-http.json": "Night Ferry",
        "context-list.json": "Night Ferry",
        "context-object.json": "Night Ferry",
        "context-other.json": '@context: @vocab must be "https://schema.org/", not "https://json.org/".',
        "context-prefix.json": "Night Ferry",
        "graph-in-list.json": "Night Ferry",
        "graph-with-two-events.json": "file: 2 objects have the key doorkey, in rows 4, 37; a document has one event.",
        "graph-without-doorkey.json": "file: none of its objects has the key doorkey; add it to the event.",
        "graph.json": "Night Ferry",
        "list.json": "Night Ferry",
        "main-entity.json": "Night Ferry",
        "type-BroadcastEvent.json": "Night Ferry",
        "type-CancelledNonEvent.json": '@type: must be "Event" or a subtype of it, not "CancelledNonEvent".',
        "type-CourseInstance.json": "Night Ferry",
        "type-EventReservation.json": '@type: must be "Event" or a subtype of it, not "EventReservation".',
        "type-EventSeries.json":
          "Night Ferry (@type: is EventSeries, which stands for several events; only the one on startDate is published.)",
        "type-EventVenue.json": '@type: must be "Event" or a subtype of it, not "EventVenue".',
        "type-UserPlusOnes.json": "Night Ferry",
        "type-conference.json": "Night Ferry",
        "type-festival.json": "Night Ferry",
        "type-iri.json": "Night Ferry",
        "type-list.json": "Night Ferry",
        "type-lower-case.json":
          '@type: must be "Event" or a subtype of it, not "musicevent" (did you mean "MusicEvent"?).',
        "type-other-vocabulary.json": '@type: must be "Event" or a subtype of it, not "https://json.org/MusicEvent".',
        "type-place.json": '@type: must be "Event" or a subtype of it, not "Place".',
        "type-prefixed.json": "Night Ferry",
      },
      ({ name }) => name,
    ),
};
