package org.postern.vault.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postern.mail.TenantId;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.Disk;

/// Where packs lie while they grow, those of all tenants beside each other (format §1).
record OpenDirectory(Disk disk, Path directory, TenantId tenant) {
    /// The tenant's packs that are there, by their numbers.
    SortedMap<Long, Path> packs() throws IOException {
        SortedMap<Long, Path> packs = new TreeMap<>();
        String prefix = tenant.value() + ".";
        for (Path path : disk.list(directory)) {
            String name = String.valueOf(path.getFileName());
            if (name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]{12}\\.open")) {
                packs.put(Long.parseLong(name.substring(prefix.length(), prefix.length() + 12)), path);
            }
        }
        return packs;
    }

    /// A new pack.
    OpenPack create(TenantKeys keys, long number) throws IOException {
        disk.createDirectories(directory);
        String name = String.format("%s.%012d.open", tenant, number);
        return OpenPack.create(disk, keys, number, directory.resolve(name));
    }
}
