import { WEBHOOK_MIGRATION } from "./webhookMigration.ts";

/** Steps from one version of the database to the next. A step never changes once it is published: add another one. */
export const MIGRATIONS: readonly string[] = [
  `
create table meta(key text primary key, value text not null) strict, without rowid;

-- Who works in the box office. A secret is kept as its hash only.
create table staff(
  id text primary key,
  name text not null,
  role text not null,
  added_at real not null,
  removed_at real
) strict, without rowid;
create table staff_token(
  hash text primary key,
  name text not null,
  role text not null,
  expires_at real not null,
  used_at real
) strict, without rowid;
create table session(
  hash text primary key,
  staff text not null references staff(id),
  expires_at real not null
) strict, without rowid;

-- What is sold. 'purchase' is its id in the store of purchases, which decides on what was claimed and granted.
create table sale(
  id text primary key,
  purchase text not null unique,
  source text not null,
  shop text,
  order_id text not null,
  event integer not null,
  class text not null,
  quantity integer not null,
  seats text not null,
  -- Person tags, one for each right, for the evidence. Documents are never kept.
  persons text,
  state text not null,
  created_at real not null,
  created_by text,
  kept_until real,
  expires_at real,
  holder text,
  rights text not null,
  changed_at real not null,
  problem text
) strict, without rowid;
create index sale_order on sale(order_id);
create index sale_holder on sale(holder);
create index sale_created on sale(event, created_at);
create index sale_open on sale(state) where state in ('reserved', 'waiting', 'claimed');
create table sale_right(right text primary key, sale text not null references sale(id)) strict, without rowid;

-- What clerks and fans changed of rights that were granted: returns, revocations, moves, names.
create table act(
  id text primary key,
  kind text not null,
  event integer not null,
  rights text not null,
  -- The signed bodies, which name the act when a phone sends it again.
  body text,
  by text,
  at real not null,
  state text not null,
  results text not null
) strict, without rowid;
create index act_at on act(event, at);
create index act_open on act(state) where state in ('open', 'undecided');

-- Lost phones of unnamed events, for an admin of the organizer.
create table rebind_request(
  id text primary key,
  right text not null,
  holder text not null,
  new_holder text not null,
  recognised text not null,
  at real not null,
  by text
) strict, without rowid;

create table import(
  id text primary key,
  event integer not null,
  name text not null,
  digest text not null,
  kind text not null,
  state text not null,
  rows integer not null,
  created_at real not null,
  created_by text,
  problem text,
  unique (event, digest)
) strict, without rowid;
-- A line of an import: good rows with what they ask for, bad ones with why not.
create table import_row(
  import text not null references import(id),
  line integer not null,
  order_id text,
  row text,
  state text not null,
  rights text,
  reason text,
  sentence text,
  primary key (import, line)
) strict, without rowid;
`,
  WEBHOOK_MIGRATION,
];
