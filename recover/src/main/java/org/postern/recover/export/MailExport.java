package org.postern.recover.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postern.mail.Mbox;
import org.postern.recover.Export;
import org.postern.recover.ExportReport;
import org.postern.recover.ExportRequest;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.vault.ContentName;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;

/// Writes what is selected as EML files in a ZIP file, or as an mbox file.
public final class MailExport implements Export {
    private static final int BUFFER_BYTES = 1 << 16;
    /// The times that a ZIP file's entry can have.
    private static final Instant TIME_MIN = Instant.parse("1980-01-02T00:00:00Z");
    private static final Instant TIME_MAX = Instant.parse("2037-12-31T00:00:00Z");

    private final Vault vault;

    public MailExport(Vault vault) {
        this.vault = vault;
    }

    @Override
    public ExportReport zip(ExportRequest request, OutputStream out, Progress progress) {
        return guarded(() -> {
            // Not closed: that would close the caller's stream.
            ZipOutputStream zip =
                    new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES), StandardCharsets.UTF_8);
            zip.setLevel(Deflater.BEST_SPEED);
            Walk walk = new Walk(request, progress, new ZipFile(zip));
            ExportReport report = walk.run();
            zip.finish();
            zip.flush();
            return report;
        });
    }

    @Override
    public ExportReport mbox(ExportRequest request, OutputStream out, Progress progress) {
        return guarded(() -> {
            BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
            ExportReport report = new Walk(request, progress, new MboxFile(buffered)).run();
            buffered.flush();
            return report;
        });
    }

    private interface Writing {
        ExportReport write() throws IOException;
    }

    private static ExportReport guarded(Writing writing) {
        try {
            return writing.write();
        } catch (IOException e) {
            throw new RecoverException(
                    RecoverException.Kind.RETRYABLE,
                    "The export could not be written: " + e.getMessage() + " Check where it goes and export again.",
                    e);
        } catch (VaultException e) {
            throw RecoverException.of("The export", e);
        }
    }

    /// A file that messages are written to.
    private sealed interface Sink {
        void folder(List<String> path) throws IOException;

        void message(MessageVersion version, List<String> path, byte[] mime) throws IOException;

        void end(List<String> missing) throws IOException;
    }

    private static final class ZipFile implements Sink {
        private final ZipOutputStream zip;
        private final FileNames names = new FileNames();
        private final Set<String> folders = new HashSet<>();

        ZipFile(ZipOutputStream zip) {
            this.zip = zip;
        }

        @Override
        public void folder(List<String> path) throws IOException {
            String name = FileNames.folder(path);
            if (folders.add(name)) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
        }

        @Override
        public void message(MessageVersion version, List<String> path, byte[] mime) throws IOException {
            Instant receivedAt = version.state().receivedAt();
            ZipEntry entry = new ZipEntry(names.message(path, receivedAt, version.subject()));
            entry.setLastModifiedTime(FileTime.from(clamped(receivedAt)));
            zip.putNextEntry(entry);
            zip.write(mime);
            zip.closeEntry();
        }

        @Override
        public void end(List<String> missing) throws IOException {
            if (!missing.isEmpty()) {
                zip.putNextEntry(new ZipEntry("MISSING.txt"));
                zip.write(String.join("\r\n", missing).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }

        private static Instant clamped(Instant time) {
            if (time.isBefore(TIME_MIN)) {
                return TIME_MIN;
            }
            return time.isAfter(TIME_MAX) ? TIME_MAX : time;
        }
    }

    private static final class MboxFile implements Sink {
        private final OutputStream out;

        MboxFile(OutputStream out) {
            this.out = out;
        }

        @Override
        public void folder(List<String> path) {}

        @Override
        public void message(MessageVersion version, List<String> path, byte[] mime) throws IOException {
            Mbox.write(out, version.sender(), version.state().receivedAt(), mime);
        }

        @Override
        public void end(List<String> missing) {}
    }

    /// One export under way.
    private final class Walk implements Selection.Visitor {
        private final ExportRequest request;
        private final Progress progress;
        private final Sink sink;
        private final List<String> missing = new ArrayList<>();
        private long total = -1;
        private long messages;
        private long bytes;
        private long missingCount;

        Walk(ExportRequest request, Progress progress, Sink sink) {
            this.request = request;
            this.progress = progress;
            this.sink = sink;
        }

        ExportReport run() throws IOException {
            Selection selection = new Selection(request, vault);
            total = selection.total();
            selection.walk(this);
            sink.end(missing);
            return new ExportReport(messages, bytes, missingCount, missing);
        }

        @Override
        public void folder(List<String> path) throws IOException {
            sink.folder(path);
        }

        @Override
        public void message(MessageVersion version, List<String> path) throws IOException {
            if (progress.cancelled()) {
                throw new RecoverException(
                        RecoverException.Kind.CANCELLED, "The export was stopped; what was written is incomplete.");
            }
            Optional<byte[]> mime = read(version, path);
            if (mime.isPresent()) {
                sink.message(version, path, mime.get());
                messages++;
                bytes += mime.get().length;
            }
            progress.report(new Progress.Step(
                    Progress.Phase.EXPORTING, messages + missingCount, total, messages, bytes, String.join("/", path)));
        }

        private Optional<byte[]> read(MessageVersion version, List<String> path) {
            Optional<ContentName> content = version.content();
            if (content.isEmpty()) {
                miss(version, path, "the mail service never gave its bytes: " + version.missing());
                return Optional.empty();
            }
            try {
                return Optional.of(vault.content(request.tenant(), content.get()));
            } catch (VaultException e) {
                if (e.kind() != VaultException.Kind.CORRUPT) {
                    throw e;
                }
                miss(version, path, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private void miss(MessageVersion version, List<String> path, String reason) {
            missingCount++;
            if (missing.size() < ExportReport.REASONS_MAX) {
                String subject = FileNames.clean(version.subject(), "no subject");
                missing.add(String.join("/", path) + ", \"" + subject + "\" of "
                        + version.state().receivedAt() + ": " + reason);
            }
        }
    }
}
