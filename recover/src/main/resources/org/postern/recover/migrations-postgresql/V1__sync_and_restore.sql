-- Where the sync of each mailbox stands, for people. The states of the change feeds are in the vault.
create table recover_mailbox (
    tenant       text collate "C" not null,
    mailbox      text collate "C" not null,
    address      text collate "C" not null,
    display_name text collate "C" not null,
    in_directory integer      not null,
    replicated   integer      not null,
    expected     bigint       not null,
    round_at     bigint,
    synced_at    bigint,
    activity_at  bigint,
    outcome      text collate "C",
    reason       text collate "C" not null,
    missing      bigint       not null,
    primary key (tenant, mailbox)
);

-- Messages whose bytes the service could not give: when to ask again.
create table recover_missing (
    tenant     text collate "C" not null,
    mailbox    text collate "C" not null,
    item       text collate "C" not null,
    change_key text collate "C" not null,
    permanent  integer       not null,
    attempts   integer       not null,
    due_at     bigint        not null,
    primary key (tenant, mailbox, item)
);

-- What restores created, noted before (PENDING) and after (DONE), so that no run makes twice what another made.
create table recover_restored (
    tenant         text collate "C" not null,
    target         text collate "C" not null,
    folder         text collate "C" not null,
    source         text collate "C" not null,
    item           text collate "C" not null,
    content        text collate "C" not null,
    message_id     text collate "C" not null,
    policy         text collate "C" not null,
    state          text collate "C" not null,
    known_until    bigint        not null,
    created        text collate "C",
    observed       text collate "C",
    replaces       text collate "C",
    primary key (tenant, target, folder, source, item, content, policy)
);

create index recover_restored_created on recover_restored (tenant, target, created);
