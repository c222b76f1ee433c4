alter table console_job add column ordered_by text collate "C" not null default 'administrator';
alter table console_job add column decided_by text collate "C";
alter table console_job add column items bigint not null default 0;
