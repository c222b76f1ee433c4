package org.postern.protect.explode;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/// Archives and compressed files that Commons Compress reads: tar, cpio, 7z, gzip, bzip2 and xz.
final class Archives {
    /// What one of them may allot to read another's headers.
    private static final int MEMORY_KIB = 32 << 10;

    private Archives() {}

    static void open(ExplodedFile file, Contents into) throws IOException {
        InputStream in = new ByteArrayInputStream(file.content());
        try (ArchiveInputStream<? extends ArchiveEntry> archive =
                file.is("tar") ? new TarArchiveInputStream(in) : new CpioArchiveInputStream(in)) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (!entry.isDirectory()) {
                    into.add(entry.getName(), into.budget().read(archive));
                }
                into.budget().checkTime();
            }
        }
    }

    static void openSevenZip(ExplodedFile file, Contents into) throws IOException {
        try (SevenZFile archive = SevenZFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file.content()))
                .setMaxMemoryLimitKiB(MEMORY_KIB)
                .get()) {
            for (SevenZArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (!entry.isDirectory() && entry.hasStream()) {
                    into.add(String.valueOf(entry.getName()), into.budget().read(archive.getInputStream(entry)));
                }
                into.budget().checkTime();
            }
        } catch (PasswordRequiredException encrypted) {
            into.notOpened("an encrypted 7z archive");
        }
    }

    static void openStream(ExplodedFile file, Contents into) throws IOException {
        InputStream in = new BufferedInputStream(new ByteArrayInputStream(file.content()));
        try (InputStream plain = switch (String.valueOf(file.kind())) {
            case "gz" -> GzipCompressorInputStream.builder().setInputStream(in).get();
            case "bz2" -> new BZip2CompressorInputStream(in);
            default ->
                XZCompressorInputStream.builder()
                        .setInputStream(in)
                        .setMemoryLimitKiB(MEMORY_KIB)
                        .get();
        }) {
            into.add(unpackedName(file.name()), into.budget().read(plain));
        }
    }

    /// `report.tar.gz` holds `report.tar`.
    private static String unpackedName(@Nullable String name) {
        if (name == null) {
            return "content";
        }
        int dot = name.lastIndexOf('.');
        return name.endsWith(".tgz") ? name.substring(0, dot) + ".tar" : dot > 0 ? name.substring(0, dot) : name;
    }
}
