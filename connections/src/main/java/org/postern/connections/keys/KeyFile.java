package org.postern.connections.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.bouncycastle.pkcs.PKCSException;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// One connection's key in an encrypted PKCS#12 file of its own, which any standard tool opens.
///
/// The key is read for each signature (about one an hour) and not kept in memory between.
public final class KeyFile {
    private static final int MAX_BYTES = 64 << 10;

    private final Path file;
    private final StretchedPassphrase passphrase;

    public KeyFile(Path file, StretchedPassphrase passphrase) {
        this.file = file;
        this.passphrase = passphrase;
    }

    /// Writes the key, replacing what was there.
    public void write(HeldKey key, SecureRandom random) {
        try {
            PrivateFile.replace(file, new Pkcs12(passphrase).encode(key, random));
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The key file " + file + " could not be written: " + e.getMessage()
                            + ". Check the free space and the permissions of its directory.",
                    e);
        } catch (GeneralSecurityException | PKCSException e) {
            throw new IllegalStateException("this Java cannot write PKCS#12", e);
        }
    }

    /// Opens the key; a wrong passphrase, a missing and a damaged file each say so.
    public HeldKey open() {
        try {
            return new Pkcs12(passphrase).decode(content());
        } catch (NoSuchFileException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The key file " + file + " is missing. Restore it from a backup, or remove the connection and add"
                            + " it anew.",
                    e);
        } catch (Pkcs12.NotOpenedException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The passphrase does not open the key file " + file
                            + ", or the file is damaged. Give the passphrase with which the key was made, or restore"
                            + " the file from a backup; nothing was changed.",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The key file " + file + " cannot be read: " + e.getMessage()
                            + ". Restore it from a backup, or remove the connection and add it anew.",
                    e);
        }
    }

    private byte[] content() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than any key file");
        }
        return Files.readAllBytes(file);
    }
}
