create table console_tenant (
  id text primary key,
  name text not null,
  created_at text not null
);

create table console_job (
  number integer primary key autoincrement,
  id text not null unique,
  tenant text not null,
  kind text not null,
  subject text not null,
  state text not null,
  requested_at text not null,
  started_at text,
  ended_at text,
  progress text not null,
  result text,
  error text
);

create index console_job_tenant on console_job (tenant, number);
