import type { Case } from "./Case.ts";
import { documentLines } from "./documents.ts";

const folder = "01-jsonld-location-array";

export const row: Case = {
  folder,
  title: "a location as a list, a text, a place without a name",
  run: () =>
    documentLines(
      folder,
      {
        "hybrid.json": "Civic Centre",
        "music-venue.json": "Civic Centre",
        "nameless.json": "location.name: is missing, and so is the address.",
        "place-by-id.json": "Civic Centre",
        "place-with-address-text.json": "500 Quay St, Sydney NSW",
        "place-without-name.json": "500 Quay St, Sydney",
        "postal-address.json": "500 Quay St, Sydney, 2000, AU",
        "single-in-array.json": "Civic Centre",
        "text-in-list.json": "Civic Centre",
        "text.json": "Civic Centre, 500 Quay St, Sydney NSW",
        "two-places.json": "location: is a list of 2 places, name one: doors open at one place.",
        "virtual-only-list.json": "location: is only a VirtualLocation; an event with doors needs a Place.",
      },
      ({ venue }) => venue,
    ),
};
