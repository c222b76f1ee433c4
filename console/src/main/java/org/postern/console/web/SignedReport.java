package org.postern.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// A report that anybody can check: a page of HTML, and the proof that its hash is in the tenant's signed ledger.
///
/// @param name of the file, without an ending
/// @param sha256 of the page's bytes in UTF-8, hex
/// @param ledgerEntry the number under which the hash is in the ledger
/// @param proof a C2SP tlog-proof of that entry, with the checkpoint that the tenant's ledger key signed
public record SignedReport(String name, String html, String sha256, long ledgerEntry, String proof) {
    /// Both in one file, since neither is worth much without the other.
    ResponseEntity<byte[]> download() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".zip")
                                .build()
                                .toString())
                .body(zip());
    }

    private byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            put(zip, name + ".html", html);
            put(zip, name + ".html.proof", proof);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String file, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(file));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
