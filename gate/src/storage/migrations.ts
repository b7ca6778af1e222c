/** Steps from one version of the database to the next. A step never changes once it is published: add another one. */
export const MIGRATIONS: readonly string[] = [
  `
create table meta(key text primary key, value text not null) strict, without rowid;

-- Each scan with its answer, so that the same scan gets the same answer for ever.
create table scan(
  id text primary key,
  device text not null,
  at real not null,
  digest blob not null,
  answer text not null,
  -- What was scanned, while a supervisor may still let its holder in.
  text text
) strict;

-- What was let in, with the holder's proof (kind 'proof') or by hand (kind 'hand').
-- state: open, submitted, final, refused; replaced and undone are never delivered.
create table entry(
  id integer primary key,
  scan text not null unique,
  kind text not null,
  device text not null,
  lane integer not null,
  at integer not null,
  stored real not null,
  shown real,
  serial integer not null,
  mask integer not null,
  word blob,
  signature blob,
  reason text,
  state text not null,
  settled real,
  outcome text
) strict;
create index entry_waiting on entry(state, stored) where state in ('open', 'submitted', 'refused');
create index entry_of_lane on entry(device, id);

-- The scan whose entry has a right; null once it was undone. n counts changes, for pages that follow.
create table claim(serial integer primary key, scan text references entry(scan), n integer not null) strict;
create unique index claim_n on claim(n);

-- Where people are who moved since their admission, as JSON.
create table presence(serial integer primary key, place text not null) strict;

-- Rows of devices' chains that were verified.
create table log(
  device text not null,
  seq integer not null,
  digest text not null,
  scan text not null,
  body text not null,
  primary key (device, seq)
) strict, without rowid;
create index log_scan on log(scan);

-- Rows that were not: kept as they came, shown, and never delivered unasked.
create table apart(
  id integer primary key,
  device text not null,
  seq integer not null,
  digest text not null unique,
  reason text not null,
  body text not null,
  at real not null,
  released real
) strict;

-- Two shown entries of one right on different proofs.
create table evidence(
  id integer primary key,
  serial integer not null,
  name text not null,
  first text not null references entry(scan),
  second text not null references entry(scan),
  at real not null,
  unique (serial, first, second)
) strict;

-- Signed requests that carry entries, as they were before they were sent.
create table request(digest text primary key, body text not null, entries text not null, at real not null) strict, without rowid;

-- Whom a reference of an order names. Dropped after the event.
create table guest(reference text not null, serial integer not null, primary key (reference, serial)) strict, without rowid;
`,
  `
-- What the entries of a call are: admissions (kind 'proof') or rights that were let in by hand (kind 'hand').
alter table request add column kind text not null default 'proof';

-- Delivery asks for these twice a second, so it must not read the whole night.
drop index entry_waiting;
create index entry_submitted on entry(serial, id) where state = 'submitted';
`,
];
