/// Objects sealed into packs.
///
/// Purpose: compress and seal one object ([Bench]), lay objects one after another in a file that grows ([OpenPack]),
/// close it with an index of its own and read it again ([PackReader]). Security exposure: reads files that anyone with
/// the store may have changed; every byte is authenticated before it is used, and every length is bounded before
/// memory is taken. Standards: NIST SP 800-38D (GCM), RFC 5869 (HKDF), RFC 8878 (zstd), `docs/format/vault.md` §3 and
/// §4. Failure modes: a frame, footer or trailer that is not what was written gives a
/// [org.postern.vault.VaultException] CORRUPT that names pack and object.
@NullMarked
package org.postern.vault.pack;

import org.jspecify.annotations.NullMarked;
