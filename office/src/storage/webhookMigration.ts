/**
 * Tables of the webhooks. Triggers write what happens to sales, so that a sale and its webhook are one commit. An id
 * stands for one thing that happened, however often it is written.
 */
export const WEBHOOK_MIGRATION = `
create table webhook_event(
  seq integer primary key autoincrement,
  id text not null unique on conflict ignore,
  type text not null,
  event integer not null,
  at real not null,
  sale text,
  right text,
  -- What only this type has.
  data text not null,
  fanned_out integer not null default 0
) strict;
create index webhook_new on webhook_event(seq) where fanned_out = 0;
create table webhook_delivery(
  event integer not null references webhook_event(seq),
  endpoint text not null,
  state text not null default 'waiting',
  attempts integer not null default 0,
  created_at real not null,
  due_at real not null,
  fault text,
  primary key (event, endpoint)
) strict, without rowid;
create index webhook_due on webhook_delivery(endpoint, due_at) where state = 'waiting';

create trigger sale_claimed after update of state on sale when new.state = 'claimed' and old.state <> 'claimed' begin
  insert into webhook_event(id, type, event, at, sale, data)
  values('claimed:' || new.id || ':' || new.changed_at, 'purchase.claimed', new.event, new.changed_at, new.id, '{}');
end;
create trigger sale_granted after update of state on sale
  when new.state in ('granted', 'kept') and old.state not in ('granted', 'kept') begin
  insert into webhook_event(id, type, event, at, sale, data)
  values('granted:' || new.id, 'purchase.granted', new.event, new.changed_at, new.id, '{}');
end;
create trigger sale_granted_at_once after insert on sale when new.state in ('granted', 'kept') begin
  insert into webhook_event(id, type, event, at, sale, data)
  values('granted:' || new.id, 'purchase.granted', new.event, new.changed_at, new.id, '{}');
end;
`;
