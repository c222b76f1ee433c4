create table console_tenant (
  id text collate "C" primary key,
  name text collate "C" not null,
  created_at text collate "C" not null
);

create table console_job (
  number bigint generated always as identity primary key,
  id text collate "C" not null unique,
  tenant text collate "C" not null,
  kind text collate "C" not null,
  subject text collate "C" not null,
  state text collate "C" not null,
  requested_at text collate "C" not null,
  started_at text collate "C",
  ended_at text collate "C",
  progress text collate "C" not null,
  result text collate "C",
  error text collate "C"
);

create index console_job_tenant on console_job (tenant, number);
