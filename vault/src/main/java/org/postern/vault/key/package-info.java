/// The keys of a vault and of its tenants, and the two files that keep them wrapped.
///
/// Purpose: passphrase → Argon2id → vault key → each tenant's data key and naming key. Security exposure: the only
/// place
/// where a passphrase is used; holds keys in memory while the vault is open. Standards: RFC 9106 (Argon2), NIST SP
/// 800-38D (GCM), `docs/format/vault.md` §2. Failure modes: a wrong passphrase and a changed file are told apart from
/// an
/// unreadable disk; none of them changes anything.
@NullMarked
package org.postern.vault.key;

import org.jspecify.annotations.NullMarked;
