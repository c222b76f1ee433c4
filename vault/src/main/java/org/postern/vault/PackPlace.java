package org.postern.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalObjectStore;
import org.postern.vault.store.ObjectStore;
import org.postern.vault.store.StagedObjectStore;

/// Where a vault's finished packs go: into its directory, or through a staging directory to a store far away.
record PackPlace(ObjectStore store) {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    static PackPlace open(VaultConfig config, Disk disk) throws IOException {
        Path directory = config.directory();
        ObjectStore local = new LocalObjectStore(disk, directory.resolve("packs"));
        if (config.store().isEmpty()) {
            refuseStrays(disk, directory.resolve("staged"), "wait for a store of packs that was not given now");
            return new PackPlace(local);
        }
        refuseStrays(
                disk,
                directory.resolve("packs"),
                "lie in its directory, where none are looked for when a store"
                        + " of packs is given: copy them there first, as they are, then remove them here");
        return new PackPlace(new StagedObjectStore(
                disk, directory.resolve("staged"), config.store().get(), FIRST_WAIT));
    }

    private static void refuseStrays(Disk disk, Path directory, String why) throws IOException {
        if (!new LocalObjectStore(disk, directory).list("").isEmpty()) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "Packs of this vault (" + directory + ") " + why + ". Nothing was changed.");
        }
    }

    void close() throws IOException {
        if (store instanceof StagedObjectStore staged) {
            staged.close();
        }
    }
}
