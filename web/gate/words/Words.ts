/** All texts of the gate page in one language, except those of verdicts, which the SDK writes. A table that lacks one does not compile. */
export type Words = {
  readonly join: {
    readonly title: string;
    readonly how: string;
    readonly working: string;
    readonly paste: string;
    readonly join: string;
    readonly noKeys: string;
    readonly refused: (why: string) => string;
    readonly silent: string;
    readonly again: string;
    readonly waits: (rows: number) => string;
  };

  readonly check: {
    readonly title: string;
    readonly start: string;
    readonly startAnyway: string;
    readonly sound: string;
    readonly soundTry: string;
    readonly soundHeard: string;
    readonly soundGood: string;
    readonly soundNone: string;
    readonly camera: string;
    readonly cameraAllow: string;
    readonly cameraGood: string;
    readonly torch: string;
    readonly torchTry: string;
    readonly torchNone: string;
    readonly torchGood: string;
    readonly list: string;
    readonly listGood: (rights: number, age: string) => string;
    readonly listMissing: string;
    readonly listOther: string;
    readonly listEarly: (age: string) => string;
    readonly hub: string;
    readonly hubGood: (ms: number) => string;
    readonly hubAway: string;
    readonly clock: string;
    readonly clockGood: string;
    readonly clockOff: (seconds: number) => string;
    readonly clockUnknown: string;
    readonly installed: string;
    readonly installedGood: string;
    readonly installedNot: string;
  };

  readonly camera: {
    readonly refused: string;
    readonly missing: string;
    readonly busy: string;
    readonly insecure: string;
    readonly slowReader: string;
    readonly again: string;
    readonly choose: string;
    readonly unnamed: (n: number) => string;
  };

  readonly scan: {
    readonly ready: string;
    readonly deciding: string;
    readonly lane: (n: number, name: string) => string;
    readonly hub: string;
    readonly hubSlow: string;
    readonly alone: (since: string, waiting: number) => string;
    readonly waiting: (rows: number) => string;
    readonly listAge: (age: string) => string;
    readonly people: (n: number) => string;
    readonly inside: (n: number) => string;
    readonly party: (entered: number, outside: number, size: number) => string;
    readonly partyAll: (size: number) => string;
    readonly class: (name: string) => string;
    readonly recorded: (lane: number, time: string) => string;
    readonly byHandBefore: string;
    readonly letInToo: string;
    readonly torch: string;
    readonly type: string;
    readonly byHand: string;
    readonly challenge: string;
    readonly more: string;
    readonly undo: string;
    readonly undone: string;
    readonly undoneOut: string;
    readonly undoFailed: (why: string) => string;
    readonly rightPerson: string;
    readonly otherPerson: string;
    readonly otherPersonSaid: string;
    readonly lookFirst: string;
    readonly next: string;
    readonly close: string;
    readonly last: string;
    readonly stopAlone: string;
    readonly stopAloneWhy: string;
    readonly apart: (rows: number) => string;
    readonly storeFull: string;
    readonly lookOnly: string;
  };

  readonly modes: {
    readonly title: string;
    readonly enter: string;
    readonly leave: string;
    readonly look: string;
  };

  readonly challenge: {
    readonly title: string;
    readonly how: string;
    readonly left: (seconds: number) => string;
    readonly stop: string;
    readonly code: string;
  };

  readonly typing: {
    readonly title: string;
    readonly field: string;
    readonly check: string;
    readonly paste: string;
  };

  readonly hand: {
    readonly title: string;
    readonly order: string;
    readonly seat: string;
    readonly right: string;
    readonly what: string;
    readonly class: string;
    readonly seatNumber: string;
    readonly rightNumber: string;
    readonly reason: string;
    readonly reasons: readonly [broken: string, lost: string, noBattery: string, other: string];
    readonly letIn: string;
    readonly left: (n: number) => string;
    readonly needsHub: string;
    readonly done: string;
    readonly unknown: string;
    readonly void: string;
    readonly alreadyIn: (lane: string, time: string) => string;
    readonly limit: string;
    readonly closed: string;
  };

  readonly pin: {
    readonly title: string;
    readonly why: string;
    readonly wrong: string;
    readonly erase: string;
    readonly ok: string;
    readonly field: string;
    readonly needsHub: string;
    readonly end: string;
  };

  readonly settings: {
    readonly title: string;
    readonly language: string;
    readonly look: string;
    readonly looks: {
      readonly device: string;
      readonly light: string;
      readonly dark: string;
      readonly sunlight: string;
    };
    readonly speech: string;
    readonly on: string;
    readonly off: string;
    readonly supervisor: string;
    readonly checkAgain: string;
    readonly device: (name: string) => string;
  };

  readonly locked: {
    readonly title: string;
    readonly sending: (rows: number) => string;
    readonly done: string;
    readonly keeps: (rows: number) => string;
  };

  readonly age: {
    readonly seconds: (n: number) => string;
    readonly minutes: (n: number) => string;
    readonly hours: (n: number) => string;
  };

  readonly cancel: string;
};
