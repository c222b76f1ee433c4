-- Times are microseconds since 1970; "until_at" of what is current is 9223372036854775807. Ids are given by the one
-- process that has the vault open. Nothing here is the only copy: all but other owners' tables comes back from the packs.

CREATE TABLE tenant (
  id               BIGINT PRIMARY KEY,
  name             TEXT COLLATE "C" NOT NULL UNIQUE,
  applied_sequence BIGINT NOT NULL,
  applied_change   BYTEA NOT NULL
);

CREATE TABLE pack (
  tenant_id BIGINT NOT NULL REFERENCES tenant (id),
  number    BIGINT NOT NULL,
  finished  INTEGER NOT NULL,
  bytes     BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, number)
);

CREATE TABLE object (
  id           BIGINT PRIMARY KEY,
  tenant_id    BIGINT NOT NULL,
  kind         INTEGER NOT NULL,
  name         BYTEA NOT NULL,
  pack         BIGINT NOT NULL,
  place        BIGINT NOT NULL,
  length       INTEGER NOT NULL,
  plain_length INTEGER NOT NULL
);
CREATE UNIQUE INDEX object_by_name ON object (tenant_id, name);

CREATE TABLE change (
  tenant_id BIGINT NOT NULL,
  sequence  BIGINT NOT NULL,
  name      BYTEA NOT NULL,
  pack      BIGINT NOT NULL,
  place     BIGINT NOT NULL,
  length    INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);

-- What a list shows of a message; its id is that of the MESSAGE object.
CREATE TABLE content (
  object_id       BIGINT PRIMARY KEY,
  size            BIGINT NOT NULL,
  subject         TEXT COLLATE "C" NOT NULL,
  sender          TEXT COLLATE "C" NOT NULL,
  recipients      TEXT COLLATE "C" NOT NULL,
  sent_at         BIGINT,
  message_id      TEXT COLLATE "C" NOT NULL,
  has_attachments INTEGER NOT NULL
);

CREATE TABLE mailbox (
  id           BIGINT PRIMARY KEY,
  tenant_id    BIGINT NOT NULL REFERENCES tenant (id),
  name         TEXT COLLATE "C" NOT NULL,
  address      TEXT COLLATE "C" NOT NULL,
  display_name TEXT COLLATE "C" NOT NULL,
  first_seen   BIGINT NOT NULL,
  messages     BIGINT NOT NULL,
  versions     BIGINT NOT NULL,
  bytes        BIGINT NOT NULL,
  UNIQUE (tenant_id, name)
);

CREATE TABLE folder (
  id         BIGINT PRIMARY KEY,
  mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
  name       TEXT COLLATE "C" NOT NULL,
  UNIQUE (mailbox_id, name)
);

CREATE TABLE folder_version (
  folder_id     BIGINT NOT NULL REFERENCES folder (id),
  from_at       BIGINT NOT NULL,
  until_at      BIGINT NOT NULL,
  parent        TEXT COLLATE "C",
  display_name  TEXT COLLATE "C" NOT NULL,
  well_known    TEXT COLLATE "C",
  message_count INTEGER NOT NULL,
  PRIMARY KEY (folder_id, from_at)
);

CREATE TABLE item (
  id         BIGINT PRIMARY KEY,
  mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
  name       TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX item_by_name ON item (mailbox_id, name);

CREATE TABLE message_version (
  item_id     BIGINT NOT NULL REFERENCES item (id),
  from_at     BIGINT NOT NULL,
  until_at    BIGINT NOT NULL,
  mailbox_id  BIGINT NOT NULL,
  folder_id   BIGINT NOT NULL,
  content_id  BIGINT,
  change_key  TEXT COLLATE "C" NOT NULL,
  received_at BIGINT NOT NULL,
  marks       INTEGER NOT NULL,
  categories  TEXT COLLATE "C" NOT NULL,
  missing     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (item_id, from_at)
);
-- A folder now, in pages; a folder as at an instant, in time proportional to what is in it and what has left it since.
CREATE INDEX message_version_current ON message_version (folder_id, item_id) WHERE until_at = 9223372036854775807;
CREATE INDEX message_version_by_time ON message_version (folder_id, until_at, from_at, item_id);
CREATE INDEX message_version_missing ON message_version (mailbox_id, item_id) WHERE content_id IS NULL;

CREATE TABLE sync_state (
  mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
  scope      TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (mailbox_id, scope)
);
