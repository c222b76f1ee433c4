/// Where versions and content of mail live, for good: [Vault] is all that other modules use.
///
/// Purpose: keep every state of every message so that it reads back byte for byte as at any instant. Layers, each a
/// package: `store` (files) → `key` → `pack` (sealed objects) → `content` (messages as objects) → `catalog` (what
/// exists
/// since when) → this one. Security exposure: mail comes from strangers and is never interpreted beyond its structure;
/// bytes at rest are sealed under keys of one tenant each. Standards: `docs/format/vault.md`. Failure modes:
/// [VaultException] says whether to try again, change something, or mend damage; whatever [MailboxWriter#commit]
/// acknowledged survives a crash at any point.
@NullMarked
package org.postern.vault;

import org.jspecify.annotations.NullMarked;
