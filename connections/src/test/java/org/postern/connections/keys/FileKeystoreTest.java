package org.postern.connections.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileKeystoreTest extends KeystoreContract {
    @TempDir
    private Path directory;

    @BeforeEach
    void folders() throws IOException {
        PrivateFile.makeDirectory(directory.resolve("contoso"));
    }

    @Override
    Keystore open() {
        SecureRandom random = new SecureRandom();
        return new FileKeystore(
                directory,
                new StretchedPassphrase("a passphrase"::toCharArray, 1_000, random),
                new RsaKeyMaker(random),
                random);
    }
}
