package org.postern.cli.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;

/// Reads the ZIP of an EML export back.
final class ExportedFiles {
    private ExportedFiles() {}

    /// The SHA-256 of each `.eml` file in it, in hex.
    static List<String> hashes(InputStream zip) {
        List<String> hashes = new ArrayList<>();
        try (ZipInputStream entries = new ZipInputStream(zip)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!entry.isDirectory() && entry.getName().endsWith(".eml")) {
                    hashes.add(hash(entries));
                }
            }
            return hashes;
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED, "The exported ZIP cannot be read: " + e.getMessage() + ".", "", e);
        }
    }

    private static String hash(InputStream bytes) throws IOException {
        MessageDigest sha256 = sha256();
        try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            bytes.transferTo(sink);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
