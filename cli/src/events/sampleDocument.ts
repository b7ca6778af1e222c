const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A sample event document. The event is on sale now, and doors open in a month. */
export function sampleDocument(now: number): string {
  const today = Math.floor(now / DAY) * DAY;
  const doors = today + 30 * DAY + 18 * HOUR;
  const document = {
    "@context": "https://schema.org",
    "@type": "Event",
    name: "A Night to Try Things Out",
    startDate: isoTime(doors + HOUR),
    doorTime: isoTime(doors),
    endDate: isoTime(doors + 4 * HOUR),
    location: { "@type": "Place", name: "Your Hall" },
    url: "https://your-hall.example/night",
    doorkey: {
      schedule: {
        salesOpenAt: isoTime(today - DAY),
        salesCloseAt: isoTime(doors - DAY),
        returnUntil: isoTime(doors - 7 * DAY),
        rebindUntil: isoTime(doors - 6 * HOUR),
        nameBy: isoTime(doors - 2 * DAY),
        doorsOpenAt: isoTime(doors),
        doorsCloseAt: isoTime(doors + 4 * HOUR),
      },
      policy: { identityVerifier: "attester", maxPerPerson: 2, maxRebinds: 1, minPublicBps: 9_000 },
      classes: {
        standing: { supply: 6_000 },
        seated: { seats: ["A-{1..10}-{1..20}"] },
        staff: { supply: 40, reserved: true, named: true },
      },
      reportUrl: "https://your-hall.example/report",
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "+00:00");
}
