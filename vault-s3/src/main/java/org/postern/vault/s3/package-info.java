/// Finished packs in a bucket of S3, or of a store that speaks its protocol.
///
/// Purpose: [S3ObjectStore] is an `ObjectStore` for [org.postern.vault.VaultConfig#withStore]. A module of its own, so
/// that who keeps packs on a disk does not carry Amazon's SDK. Security exposure: sends sealed bytes only; its
/// credentials come from the environment or a file, never from a command line, and are never logged. Standards:
/// Amazon S3 API (2006-03-01) with conditional writes and Object Lock. Failure modes: every request is tried a
/// bounded number of times; then an `IOException` says what was asked, of which bucket, and what it answered.
@NullMarked
package org.postern.vault.s3;

import org.jspecify.annotations.NullMarked;
