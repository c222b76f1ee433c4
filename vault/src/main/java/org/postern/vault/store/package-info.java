/// Where bytes at rest are kept: a thin seam over files, and the store of finished packs.
///
/// Purpose: everything above reaches storage through [Disk] (files that grow, such as the open pack) and [ObjectStore]
/// (finished packs, never changed), so that a test can make any single operation fail and another store can be put in.
/// Security exposure: sees only sealed bytes and wrapped keys. Failure modes: every method throws `IOException`; a
/// caller may take a failed write as not done, or as half done, never as done.
@NullMarked
package org.postern.vault.store;

import org.jspecify.annotations.NullMarked;
