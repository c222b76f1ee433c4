package org.postern.connections.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionKey;

/// Keys in encrypted PKCS#12 files, one each: `TENANT/FUNCTION.p12`, then `TENANT/FUNCTION-2.p12`.
public final class FileKeystore implements Keystore {
    private final Path directory;
    private final StretchedPassphrase passphrase;
    private final KeyMaker maker;
    private final SecureRandom random;

    public FileKeystore(Path directory, StretchedPassphrase passphrase, KeyMaker maker, SecureRandom random) {
        this.directory = directory;
        this.passphrase = passphrase;
        this.maker = maker;
        this.random = random;
    }

    @Override
    public ConnectionKey.Kept kind() {
        return ConnectionKey.Kept.FILE;
    }

    @Override
    public HeldKey make(KeySlot slot, String commonName, Instant now) {
        HeldKey key = maker.make(commonName, now);
        keyFile(slot).write(key, random);
        return key;
    }

    @Override
    public HeldKey open(KeySlot slot) {
        return keyFile(slot).open();
    }

    @Override
    public void destroy(KeySlot slot) {
        try {
            PrivateFile.destroy(file(slot));
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The key file " + file(slot) + " could not be destroyed: " + e.getMessage()
                            + ". Destroy it by hand, and check the directory's permissions.",
                    e);
        }
    }

    private KeyFile keyFile(KeySlot slot) {
        return new KeyFile(file(slot), passphrase);
    }

    private Path file(KeySlot slot) {
        return directory.resolve(slot.tenant().value()).resolve(slot.name() + ".p12");
    }

    @Override
    public void close() {}
}
