/// Measures the vault: how it bears a catalog of ten million (`bench/growth`), and its inner loops (`bench/loops`); and
/// what a ledger costs (`bench/ledger`).
///
/// No part of the product, in none of its jars, and nothing depends on it. It works on made-up mail in vaults of its
/// own, with a passphrase that stands here, so it must never be pointed at a vault that matters: it makes its vaults in
/// a work directory and refuses one that another hand made. Obeys no standard. A failure ends the run with its cause.
@NullMarked
package org.postern.bench;

import org.jspecify.annotations.NullMarked;
