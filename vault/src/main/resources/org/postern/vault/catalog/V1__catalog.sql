-- Times are microseconds since 1970; "until_at" of what is current is 9223372036854775807. Ids are given by the one
-- process that has the vault open. Nothing here is the only copy: all but other owners' tables comes back from the packs.

CREATE TABLE tenant (
  id               INTEGER PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  applied_sequence INTEGER NOT NULL,
  applied_change   BLOB NOT NULL
);

CREATE TABLE pack (
  tenant_id INTEGER NOT NULL REFERENCES tenant (id),
  number    INTEGER NOT NULL,
  finished  INTEGER NOT NULL,
  bytes     INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, number)
) WITHOUT ROWID;

CREATE TABLE object (
  id           INTEGER PRIMARY KEY,
  tenant_id    INTEGER NOT NULL,
  kind         INTEGER NOT NULL,
  name         BLOB NOT NULL,
  pack         INTEGER NOT NULL,
  place        INTEGER NOT NULL,
  length       INTEGER NOT NULL,
  plain_length INTEGER NOT NULL
);
CREATE UNIQUE INDEX object_by_name ON object (tenant_id, name);

CREATE TABLE change (
  tenant_id INTEGER NOT NULL,
  sequence  INTEGER NOT NULL,
  name      BLOB NOT NULL,
  pack      INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  length    INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
) WITHOUT ROWID;

-- What a list shows of a message; its id is that of the MESSAGE object.
CREATE TABLE content (
  object_id       INTEGER PRIMARY KEY,
  size            INTEGER NOT NULL,
  subject         TEXT NOT NULL,
  sender          TEXT NOT NULL,
  recipients      TEXT NOT NULL,
  sent_at         INTEGER,
  message_id      TEXT NOT NULL,
  has_attachments INTEGER NOT NULL
);

CREATE TABLE mailbox (
  id           INTEGER PRIMARY KEY,
  tenant_id    INTEGER NOT NULL REFERENCES tenant (id),
  name         TEXT NOT NULL,
  address      TEXT NOT NULL,
  display_name TEXT NOT NULL,
  first_seen   INTEGER NOT NULL,
  messages     INTEGER NOT NULL,
  versions     INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  UNIQUE (tenant_id, name)
);

CREATE TABLE folder (
  id         INTEGER PRIMARY KEY,
  mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
  name       TEXT NOT NULL,
  UNIQUE (mailbox_id, name)
);

CREATE TABLE folder_version (
  folder_id     INTEGER NOT NULL REFERENCES folder (id),
  from_at       INTEGER NOT NULL,
  until_at      INTEGER NOT NULL,
  parent        TEXT,
  display_name  TEXT NOT NULL,
  well_known    TEXT,
  message_count INTEGER NOT NULL,
  PRIMARY KEY (folder_id, from_at)
) WITHOUT ROWID;

CREATE TABLE item (
  id         INTEGER PRIMARY KEY,
  mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
  name       TEXT NOT NULL
);
CREATE UNIQUE INDEX item_by_name ON item (mailbox_id, name);

CREATE TABLE message_version (
  item_id     INTEGER NOT NULL REFERENCES item (id),
  from_at     INTEGER NOT NULL,
  until_at    INTEGER NOT NULL,
  mailbox_id  INTEGER NOT NULL,
  folder_id   INTEGER NOT NULL,
  content_id  INTEGER,
  change_key  TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  marks       INTEGER NOT NULL,
  categories  TEXT NOT NULL,
  missing     TEXT NOT NULL,
  PRIMARY KEY (item_id, from_at)
) WITHOUT ROWID;
-- A folder now, in pages; a folder as at an instant, in time proportional to what is in it and what has left it since.
CREATE INDEX message_version_current ON message_version (folder_id, item_id) WHERE until_at = 9223372036854775807;
CREATE INDEX message_version_by_time ON message_version (folder_id, until_at, from_at, item_id);
CREATE INDEX message_version_missing ON message_version (mailbox_id, item_id) WHERE content_id IS NULL;

CREATE TABLE sync_state (
  mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
  scope      TEXT NOT NULL,
  state      TEXT NOT NULL,
  PRIMARY KEY (mailbox_id, scope)
) WITHOUT ROWID;
