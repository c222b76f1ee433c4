alter table console_job add column ordered_by text not null default 'administrator';
alter table console_job add column decided_by text;
alter table console_job add column items integer not null default 0;
