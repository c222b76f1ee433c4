-- How long versions are kept, by type (0 days: for ever; 0 versions: all), and what is held whatever that says.
CREATE TABLE retention (
  tenant_id BIGINT NOT NULL REFERENCES tenant (id),
  type      TEXT COLLATE "C" NOT NULL,
  days      INTEGER NOT NULL,
  versions  INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, type)
);

-- Held is a mailbox, an item of it, or whatever matches a query.
CREATE TABLE hold (
  tenant_id BIGINT NOT NULL REFERENCES tenant (id),
  name      TEXT COLLATE "C" NOT NULL,
  reason    TEXT COLLATE "C" NOT NULL,
  held_by   TEXT COLLATE "C" NOT NULL,
  since     BIGINT NOT NULL,
  mailbox   TEXT COLLATE "C",
  item      TEXT COLLATE "C",
  query     TEXT COLLATE "C",
  PRIMARY KEY (tenant_id, name)
);

-- The items with a past, in pages; whether any version still has a content.
CREATE INDEX message_version_ended ON message_version (mailbox_id, item_id) WHERE until_at < 9223372036854775807;
CREATE INDEX message_version_content ON message_version (content_id) WHERE content_id IS NOT NULL;
