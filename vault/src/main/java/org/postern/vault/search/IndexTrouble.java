package org.postern.vault.search;

import java.io.EOFException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jspecify.annotations.Nullable;
import org.postern.vault.VaultException;
import org.postern.vault.VaultException.Kind;

/// Tells damage of an index, which is built again, from trouble with the disk.
final class IndexTrouble {
    private IndexTrouble() {}

    static VaultException of(Path folder, Exception failure) {
        boolean damage = isDamage(failure) || isDamage(failure.getCause());
        return damage
                ? new VaultException(
                        Kind.CORRUPT,
                        "The search index in " + folder + " is damaged. It will be built again from the vault.",
                        failure)
                : new VaultException(
                        Kind.RETRYABLE,
                        "The search index in " + folder + " could not be used: " + failure.getMessage()
                                + ". Check that the disk has room and the folder can be written.",
                        failure);
    }

    static boolean isDamage(@Nullable Throwable failure) {
        return failure instanceof CorruptIndexException
                || failure instanceof IndexFormatTooOldException
                || failure instanceof IndexFormatTooNewException
                || failure instanceof EOFException
                || failure instanceof NoSuchFileException
                || failure instanceof java.io.FileNotFoundException
                || failure instanceof IllegalArgumentException;
    }
}
