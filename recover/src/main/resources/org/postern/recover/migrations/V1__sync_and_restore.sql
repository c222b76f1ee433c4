-- Where the sync of each mailbox stands, for people. The states of the change feeds are in the vault.
create table recover_mailbox (
    tenant       varchar(63)  not null,
    mailbox      varchar(255) not null,
    address      varchar(1024) not null,
    display_name varchar(1024) not null,
    in_directory integer      not null,
    replicated   integer      not null,
    expected     bigint       not null,
    round_at     bigint,
    synced_at    bigint,
    activity_at  bigint,
    outcome      varchar(16),
    reason       varchar(4096) not null,
    missing      bigint       not null,
    primary key (tenant, mailbox)
);

-- Messages whose bytes the service could not give: when to ask again.
create table recover_missing (
    tenant     varchar(63)   not null,
    mailbox    varchar(255)  not null,
    item       varchar(1024) not null,
    change_key varchar(1024) not null,
    permanent  integer       not null,
    attempts   integer       not null,
    due_at     bigint        not null,
    primary key (tenant, mailbox, item)
);

-- What restores created, noted before (PENDING) and after (DONE), so that no run makes twice what another made.
create table recover_restored (
    tenant         varchar(63)   not null,
    target         varchar(255)  not null,
    folder         varchar(1024) not null,
    source         varchar(255)  not null,
    item           varchar(1024) not null,
    content        varchar(64)   not null,
    message_id     varchar(1024) not null,
    policy         varchar(16)   not null,
    state          varchar(16)   not null,
    known_until    bigint        not null,
    created        varchar(1024),
    observed       varchar(64),
    replaces       varchar(1024),
    primary key (tenant, target, folder, source, item, content, policy)
);

create index recover_restored_created on recover_restored (tenant, target, created);
