import { readFileSync } from "node:fs";
import { expect } from "chai";
import { EVENT_TYPES } from "./eventTypes.ts";
import { describeMistake } from "./mistakes.ts";
import { readEventDocument } from "./readEventDocument.ts";

const concert = JSON.parse(readFileSync(new URL("../../../examples/concert/event.json", import.meta.url), "utf8"));
const { "@context": _context, ...event } = concert;

type Changes = Readonly<Record<string, unknown>>;

const reading = (document: unknown, now?: number) => readEventDocument(JSON.stringify(document, undefined, 1), { now });
const mistakesIn = (document: unknown, now?: number): string[] =>
  reading(document, now)
    .mistakes.map(describeMistake)
    .map((line) => line.replace(/^row \d+, /, ""));
const mistakes = (changes: Changes, now?: number): string[] => mistakesIn({ ...concert, ...changes }, now);
const warnings = (changes: Changes, now?: number): string[] =>
  reading({ ...concert, ...changes }, now)
    .warnings.map(describeMistake)
    .map((line) => line.replace(/^row \d+, /, ""));

function reads(document: unknown): void {
  expect(mistakesIn(document)).to.deep.equal([]);
  expect(reading(document).document?.name).to.equal(concert.name);
}

describe("the event in a document", () => {
  const page = { "@type": "WebPage", "@id": "#page", name: "A page" };
  const context = "https://schema.org";
  for (const [what, document] of [
    ["alone", concert],
    ["in a list of one", [concert]],
    ["in a list of several", [{ "@context": context, ...page }, concert]],
    ["in a graph", { "@context": context, "@graph": [page, event] }],
    ["in a graph that is one object", { "@context": context, "@graph": event }],
    ["in a graph with a context of its own", { "@graph": [page, concert] }],
    ["in a graph in a list", [{ "@context": context, "@graph": [page, event] }]],
    ["in a page", { "@context": context, ...page, mainEntity: event }],
  ] as const) {
    it(`may be ${what}`, () => reads(document));
  }

  it("is named if it is missing, or there twice", () => {
    const { doorkey: _doorkey, ...plain } = event;
    expect(mistakesIn({ "@context": context, "@graph": [page, plain] })).to.deep.equal([
      "row 1: none of its objects has the key doorkey; add it to the event.",
    ]);
    expect(mistakesIn([concert, concert])[0]).to.match(
      /^row 1: 2 objects have the key doorkey, in rows 2, \d+; a document has one event\.$/,
    );
    expect(mistakesIn([])).to.deep.equal(["row 1: must be an object { … }."]);
    expect(mistakesIn({ ...concert, doorkey: undefined })).to.deep.equal(["doorkey: is missing."]);
  });

  it("is named by its place in the document", () => {
    const [mistake] = reading({ "@context": context, "@graph": [page, { ...event, name: "" }] }).mistakes;
    expect(mistake).to.include({ field: "@graph[1].name", sentence: "must be a non-empty string." });
  });

  for (const context of [
    "https://schema.org",
    "http://schema.org",
    "http://schema.org/",
    "https://www.schema.org/",
    "https://schema.org/docs/jsonldcontext.jsonld",
    { "@vocab": "https://schema.org/" },
    { "@vocab": "http://schema.org/", "@language": "en" },
    ["https://schema.org", { "@language": "en" }],
    ["https://www.w3.org/ns/activitystreams", "https://schema.org/"],
    [{ "@vocab": "https://schema.org/", doorkey: "https://doorkey.example/ns#" }],
  ]) {
    it(`may have the context ${JSON.stringify(context)}`, () => reads({ ...concert, "@context": context }));
  }

  it("may have the context of a prefix, or names of its own", () => {
    const { name, "@type": type, ...rest } = event;
    reads({ "@context": { schema: "https://schema.org/" }, "schema:name": name, "@type": "schema:Event", ...rest });
    reads({
      "@context": ["https://schema.org", { title: "https://schema.org/name", type: "@type" }],
      title: name,
      type,
      ...rest,
    });
  });

  for (const context of [
    "https://json.org",
    "https://schema.org.evil.example",
    "schema.org",
    { "@vocab": "https://json.org/" },
    ["https://schema.org", { "@vocab": "https://json.org/" }],
    [],
    {},
    7,
  ]) {
    it(`may not have the context ${JSON.stringify(context)}`, () => {
      const [mistake] = mistakes({ "@context": context });
      expect(mistake).to.match(/^@context: (@vocab )?must be "https:\/\/schema\.org\/?", not /);
    });
  }

  for (const type of EVENT_TYPES) it(`may be a ${type}`, () => reads({ ...concert, "@type": type }));
  for (const type of [
    ["Event", "MusicEvent"],
    ["Product", "Festival"],
    "https://schema.org/MusicEvent",
    "http://schema.org/Festival",
    "schema:DanceEvent",
    ["https://schema.org/TheaterEvent"],
  ]) {
    it(`may be a ${JSON.stringify(type)}`, () => reads({ ...concert, "@type": type }));
  }
  for (const type of [
    "CancelledNonEvent",
    "EventReservation",
    "EventVenue",
    "EventStatusType",
    "Place",
    "musicevent",
    "https://json.org/MusicEvent",
    "ex:MusicEvent",
    ["Place", "Product"],
    "",
    7,
  ]) {
    it(`may not be a ${JSON.stringify(type)}`, () => {
      expect(mistakes({ "@type": type })[0]).to.match(/^@type: must be "Event" or a subtype of it, not "/);
    });
  }
});

describe("the place of an event", () => {
  const hall = { "@type": "Place", name: "Civic Centre" };
  const stream = { "@type": "VirtualLocation", url: "https://stream.example/1" };
  const street = { "@type": "PostalAddress", streetAddress: "500 Quay St", addressLocality: "Sydney" };
  for (const [location, venue] of [
    [hall, "Civic Centre"],
    [[hall], "Civic Centre"],
    [[stream, hall], "Civic Centre"],
    [[hall, "https://stream.example/1"], "Civic Centre"],
    ["Civic Centre, 500 Quay St", "Civic Centre, 500 Quay St"],
    [["Civic Centre"], "Civic Centre"],
    [{ "@type": "MusicVenue", name: ["Civic Centre"] }, "Civic Centre"],
    [{ "@type": "https://schema.org/Place", name: { "@value": "Civic Centre", "@language": "en" } }, "Civic Centre"],
    [{ "@type": "Place", address: street }, "500 Quay St, Sydney"],
    [{ "@type": "Place", address: [street] }, "500 Quay St, Sydney"],
    [{ "@type": "Place", address: "500 Quay St, Sydney NSW" }, "500 Quay St, Sydney NSW"],
    [{ ...street, addressCountry: { "@type": "Country", name: "AU" } }, "500 Quay St, Sydney, AU"],
    [{ name: "Civic Centre" }, "Civic Centre"],
  ] as const) {
    it(`is ${venue} in ${JSON.stringify(location)}`, () => {
      const read = reading({ ...concert, location });
      expect(read.mistakes.map(describeMistake)).to.deep.equal([]);
      expect(read.document?.venue).to.equal(venue);
    });
  }

  it("may be another object of the graph", () => {
    const graph = [
      { "@id": "#hall", ...hall },
      { ...event, location: { "@id": "#hall" } },
    ];
    expect(reading({ "@context": "https://schema.org", "@graph": graph }).document?.venue).to.equal("Civic Centre");
  });

  for (const [location, mistake] of [
    [[hall, { ...hall, name: "Annex" }], "location: is a list of 2 places, name one: doors open at one place."],
    [stream, "location: is only a VirtualLocation; an event with doors needs a Place."],
    [[stream, stream], "location: is only a VirtualLocation; an event with doors needs a Place."],
    ["https://stream.example", "location: is only a VirtualLocation; an event with doors needs a Place."],
    [[], "location: is missing."],
    [undefined, "location: is missing."],
    [7, "location: must be a Place { … } or a text."],
    [{ "@type": "Place" }, "location.name: is missing, and so is the address."],
    [{ "@id": "#gone" }, "location.name: is missing, and so is the address."],
    [{ "@type": "Place", address: {} }, "location.address: has no street and no place."],
    [{ "@type": "Place", name: "A\nB" }, "location.name: must not contain line breaks or other control characters."],
    [
      { "@type": "Place", name: "O&#039;Malley" },
      "location.name: this is HTML: `&#039;` stands for '; write that character itself.",
    ],
  ] as const) {
    it(`is refused as ${JSON.stringify(location)}`, () => {
      expect(mistakes({ location })).to.deep.equal([mistake]);
    });
  }
});

describe("the times of an event", () => {
  it("may have the doors as a time of day, no end, and any form of an offset", () => {
    for (const doorTime of ["18:00", "18:00:00", "18:00+09:00", "2027-03-20T09:00:00.000Z", "2027-03-20T18:00:00+09"]) {
      expect(mistakes({ doorTime }), doorTime).to.deep.equal([]);
    }
    expect(mistakes({ endDate: undefined })).to.deep.equal([]);
    for (const startDate of ["2027-03-20T19:00:00+0900", "2027-03-20T10:00:00.000Z", "2027-03-20T19:00:00+09"]) {
      const read = reading({ ...concert, startDate });
      expect(read.document?.startsAt, startDate).to.equal("2027-03-20T19:00:00+09:00");
    }
  });

  it("are refused by name, with the reason", () => {
    expect(mistakes({ doorTime: "19:30" })).to.deep.equal([
      "doorTime: must not be after startDate.",
      "doorkey.schedule.doorsOpenAt: must be the same moment as doorTime.",
    ]);
    expect(mistakes({ doorTime: undefined })).to.deep.equal(["doorTime: is missing."]);
    expect(mistakes({ endDate: "2027-03-20" })[0]).to.match(/^endDate: is a day without a time; /);
    expect(mistakes({ startDate: "2027-03-20T19:00:00" })[0]).to.match(/^startDate: has no offset from UTC; /);
    expect(mistakes({ endDate: "2027-02-30T22:00:00+09:00" })[0]).to.equal("endDate: 30 February: no such day.");
  });

  it("that passed are mistakes when the event is to be published, and only then", () => {
    const { schedule } = reading(concert).document ?? {};
    if (schedule === undefined) throw new Error("the concert is refused");
    const { salesOpenAt, salesCloseAt, doorsOpenAt, returnUntil } = schedule;
    expect(mistakes({}, salesOpenAt)).to.deep.equal([]);
    expect(mistakes({}, salesOpenAt + 30 * 86_400)).to.deep.equal([]);
    const salesLate = "doorkey.schedule.salesOpenAt: is more than 30 days in the past, which the contracts refuse.";
    expect(mistakes({}, salesOpenAt + 30 * 86_400 + 1)).to.deep.equal([salesLate]);
    expect(mistakes({}, salesCloseAt)).to.deep.equal([salesLate, "doorkey.schedule.salesCloseAt: passed already."]);
    expect(mistakes({}, doorsOpenAt)).to.include("doorkey.schedule.doorsOpenAt: passed already.");
    expect(mistakes({}, doorsOpenAt + 10 * 86_400)).to.include("startDate: passed already.");
    expect(warnings({}, returnUntil - 1)).to.deep.equal([]);
    expect(warnings({}, returnUntil)).to.deep.equal([
      "doorkey.schedule.returnUntil: passed already, so that this can never happen at the event.",
    ]);
  });
});

describe("what an event says of itself", () => {
  const cancelled = "eventStatus: eventStatus says that it is cancelled; remove it, or publish another event.";
  for (const [eventStatus, ...expected] of [
    ["https://schema.org/EventScheduled"],
    ["EventScheduled"],
    [undefined],
    ["https://schema.org/EventCancelled", cancelled],
    ["http://schema.org/EventCancelled", cancelled],
    ["schema:EventCancelled", cancelled],
    ["EventCancelled", cancelled],
    ["EventCanceled", cancelled],
    [["EventCancelled"], cancelled],
    [{ "@id": "https://schema.org/EventCancelled" }, cancelled],
    [
      "https://schema.org/EventPostponed",
      "eventStatus: eventStatus says that it is postponed; publish it when its new day is set.",
    ],
    ["EventMovedOnline", "eventStatus: eventStatus says that it moved online, where there are no doors."],
    ["cancelled", 'eventStatus: is not a status of schema.org: "cancelled".'],
    [7, "eventStatus: must be a status such as EventScheduled."],
  ] as const) {
    it(`is heard: ${JSON.stringify(eventStatus)}`, () => expect(mistakes({ eventStatus })).to.deep.equal(expected));
  }

  it("is heard when it was rescheduled: the start must be the new one", () => {
    const moved = { eventStatus: "EventRescheduled", previousStartDate: "2027-03-19T19:00:00+09:00" };
    expect(mistakes(moved)).to.deep.equal([]);
    expect(warnings(moved)).to.deep.equal([
      "eventStatus: says that it was rescheduled; startDate must be the new date.",
    ]);
    expect(mistakes({ ...moved, previousStartDate: "2027-03-20T10:00:00Z" })).to.deep.equal([
      "startDate: is the same as previousStartDate, but eventStatus says that it was rescheduled.",
    ]);
  });

  it("is heard when it is online", () => {
    const online = "eventAttendanceMode: says that it is online only, where there are no doors.";
    expect(mistakes({ eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode" })).to.deep.equal([online]);
    expect(mistakes({ eventAttendanceMode: "MixedEventAttendanceMode" })).to.deep.equal([]);
    expect(mistakes({ eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode" })).to.deep.equal([]);
  });

  it("is heard when it repeats, or stands for several events", () => {
    const daily = { "@type": "Schedule", repeatFrequency: "P1D", repeatCount: 3 };
    const repeats =
      "eventSchedule: repeats; a repeated schedule is several events: publish an event for each date, because a right is for one entry.";
    expect(mistakes({ eventSchedule: daily })).to.deep.equal([repeats]);
    expect(mistakes({ eventSchedule: { "@type": "Schedule", byDay: "https://schema.org/Friday" } })).to.deep.equal([
      repeats,
    ]);
    expect(mistakes({ eventSchedule: { startDate: "2027-03-20", endDate: "2027-03-22" } })).to.deep.equal([repeats]);
    expect(mistakes({ eventSchedule: [daily, daily] })[0]).to.match(/^eventSchedule: has 2 schedules; /);
    expect(mistakes({ eventSchedule: { ...daily, repeatCount: 1 } })).to.deep.equal([]);
    const day = (n: number) => ({ "@type": "MusicEvent", name: `Day ${n}`, startDate: `2027-03-${n}T19:00:00+09:00` });
    for (const name of ["subEvent", "subEvents"]) {
      expect(mistakes({ [name]: [day(20), day(21)] })).to.deep.equal([
        `${name}: has 2 events; publish an event for each, because a right is for one entry.`,
      ]);
      expect(mistakes({ [name]: day(21) })).to.deep.equal([
        `${name}: has an event that is not on the day of startDate; publish it as an event of its own.`,
      ]);
      expect(mistakes({ [name]: [day(20), day(20)] })).to.deep.equal([]);
      expect(warnings({ [name]: [day(20)] })).to.deep.equal([`${name}: is not published; only the event itself is.`]);
    }
  });

  it("is heard of the whole that it is a part of", () => {
    const superEvent = { "@type": "Festival", name: "Harbour Days" };
    expect(mistakes({ superEvent })).to.deep.equal([]);
    expect(warnings({ superEvent })).to.deep.equal([
      'superEvent: says that this is a part of "Harbour Days"; only this part is published.',
    ]);
    expect(mistakes({ superEvent: { ...superEvent, eventStatus: "EventCancelled" } })).to.deep.equal([
      "superEvent.eventStatus: eventStatus says that the whole is cancelled; remove it, or publish another event.",
    ]);
  });

  it("is heard of its capacity: it has room for every place", () => {
    const places = 1_840;
    const less = (field: string, n = places - 1) => [`${field}: is ${n}, but the classes have ${places} places.`];
    expect(mistakes({ maximumAttendeeCapacity: places })).to.deep.equal([]);
    expect(mistakes({ maximumAttendeeCapacity: places - 1 })).to.deep.equal(less("maximumAttendeeCapacity"));
    expect(mistakes({ maximumAttendeeCapacity: "1839" })).to.deep.equal(less("maximumAttendeeCapacity"));
    expect(mistakes({ remainingAttendeeCapacity: 0 })).to.deep.equal(less("remainingAttendeeCapacity", 0));
    expect(mistakes({ maximumAttendeeCapacity: "many" })).to.deep.equal([
      'maximumAttendeeCapacity: must be a whole number, not "many".',
    ]);
    const location = { "@type": "Place", name: "Hall", maximumAttendeeCapacity: places - 1 };
    expect(mistakes({ location })).to.deep.equal(less("location.maximumAttendeeCapacity"));
  });

  it("is heard when rights are granted while doors are open, or the event takes days", () => {
    const schedule = { ...concert.doorkey.schedule, salesCloseAt: "2027-03-20T18:00:01+09:00" };
    expect(warnings({ doorkey: { ...concert.doorkey, schedule } })).to.deep.equal([
      "doorkey.schedule.salesCloseAt: is after doorsOpenAt, so that rights are still granted while doors are open.",
    ]);
    expect(warnings({ endDate: "2027-03-22T22:00:00+09:00" })).to.deep.equal([
      "endDate: is more than a day after startDate; each right is good for one entry.",
    ]);
    expect(warnings({})).to.deep.equal([]);
  });
});

describe("the names of classes", () => {
  const named = (...names: readonly string[]) => ({
    doorkey: { ...concert.doorkey, classes: Object.fromEntries(names.map((name) => [name, { supply: 5 }])) },
  });
  const namesRead = (...names: readonly string[]) =>
    reading({ ...concert, ...named(...names) }).document?.classes.map(({ name }) => name);

  for (const name of [
    "सामान्य",
    "खड़े होकर",
    "وقوف",
    "스탠딩석",
    "一般・立見",
    "Ghế đứng",
    "ยืน",
    "עמידה",
    "Стоячие места",
    "Όρθιοι",
    "1st floor",
    "100",
    "Cat. A",
    "GA+",
    "Fosse d'or",
    "Early Bird (2nd release)",
    "Balcony – left",
    "VIP/Backstage",
    "Drinks & Food",
    "#1",
    "¡Olé!",
    "50 % off",
    "Зона VIP",
    "x".repeat(64),
  ]) {
    it(`may be ${name}`, () => {
      expect(namesRead(name)).to.deep.equal([name.normalize("NFC")]);
      expect(warnings(named(name))).to.deep.equal([]);
    });
  }

  it("are refused by their length alone, however long they are", () => {
    const [mistake] = reading({ ...concert, ...named("a\u0301".repeat(200_000)) }).mistakes;
    expect(mistake?.sentence).to.match(/it must have at most 64 bytes, not 400000\.$/);
  });

  it("are read in NFC, and one name is one class", () => {
    expect(namesRead("Ete\u0301")).to.deep.equal(["Été".normalize("NFC").replace("É", "E")]);
    expect(namesRead("Gh\u00ea\u0301 \u0111u\u031b\u0301ng")).to.deep.equal(["Ghế đứng"]);
    expect(mistakes(named("caf\u00e9", "cafe\u0301"))).to.deep.equal([
      'doorkey.classes.cafe\u0301: the class "caf\u00e9" occurs twice.',
    ]);
  });

  it("keep the order of the document, numbers included", () => {
    const text = JSON.stringify({ ...concert, ...named("b") }).replace(
      '"b":',
      '"b":{"supply":1},"20":{"supply":2},"3":',
    );
    expect(readEventDocument(text).document?.classes).to.deep.include.members([
      { id: 1, name: "b", supply: 1, reserved: false, named: false, seats: [] },
      { id: 2, name: "20", supply: 2, reserved: false, named: false, seats: [] },
      { id: 3, name: "3", supply: 5, reserved: false, named: false, seats: [] },
    ]);
  });

  it("are read without the spaces that people do not see, with a warning", () => {
    for (const [name, read] of [
      ["VIP ", "VIP"],
      ["VIP  Gold", "VIP Gold"],
      ["VIP\u00a0Gold", "VIP Gold"],
    ] as const) {
      expect(namesRead(name)).to.deep.equal([read]);
      expect(warnings(named(name))).to.deep.equal([
        `doorkey.classes.${name}: is read as "${read}", without the spaces that people do not see.`,
      ]);
    }
  });

  for (const [names, ...expected] of [
    [
      ["V\u0406P"],
      'doorkey.classes.V\u0406P: "V\u0406P" mixes scripts: its "\u0406" is Cyrillic (U+0406), and may look like another letter.',
    ],
    [
      ["Β1 Block\u0391"],
      'doorkey.classes.Β1 Block\u0391: "Block\u0391" mixes scripts: its "\u0391" is Greek (U+0391), and may look like another letter.',
    ],
    [
      ["COPA", "\u0421\u041e\u0420\u0410"],
      'doorkey.classes.\u0421\u041e\u0420\u0410: looks like the class "COPA"; people may take one for the other.',
    ],
    [
      ["\u0421\u041e\u0420\u0410"],
      'doorkey.classes.\u0421\u041e\u0420\u0410: "\u0421\u041e\u0420\u0410" looks Latin, but its letters are Cyrillic.',
    ],
    [["VIP", "vip"], 'doorkey.classes.vip: looks like the class "VIP"; people may take one for the other.'],
    [
      ["Block 1", "Block l"],
      'doorkey.classes.Block l: looks like the class "Block 1"; people may take one for the other.',
    ],
    [["VIP", "ＶＩＰ"], 'doorkey.classes.ＶＩＰ: looks like the class "VIP"; people may take one for the other.'],
    [["A–B", "A-B"], 'doorkey.classes.A-B: looks like the class "A–B"; people may take one for the other.'],
  ] as const) {
    it(`are warned of: ${names.join(" beside ")}`, () => {
      expect(warnings(named(...names))).to.deep.equal(expected);
      expect(namesRead(...names)).to.deep.equal(names.map((name) => name.normalize("NFC")));
    });
  }

  for (const [name, fault] of [
    ["", "use a letter or a digit of any script."],
    [" ", "use a letter or a digit of any script."],
    ["***", "use a letter or a digit of any script."],
    ["VIP\n", "it must not contain line breaks or other control characters."],
    ["VIP\u200b", "it must not contain U+200B, which is invisible."],
    ["\u202ePIV", "it must not contain U+202E, which turns the text around it."],
    ["Drinks &amp; Food", "this is HTML: `&amp;` stands for &; write that character itself."],
    ["x".repeat(65), "it must have at most 64 bytes, not 65."],
    ["席".repeat(22), "it must have at most 64 bytes, not 66."],
  ] as const) {
    it(`may not be ${JSON.stringify(name)}`, () => {
      const [mistake] = reading({ ...concert, ...named(name) }).mistakes;
      expect(mistake?.sentence).to.equal(`"${name}" is not a class name: ${fault}`);
    });
  }
});
