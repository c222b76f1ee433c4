package org.postern.console.mailbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.ContentName;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Rebuilds every message of a mailbox and writes its SHA-256, a JSON object a line.
///
/// Holds a page of messages at a time; two are rebuilt at once.
public final class Digests {
    private static final int PAGE = 100;
    private static final int AT_ONCE = 2;
    private final Vault vault;
    private final JsonFactory json = new JsonFactory();

    public Digests(Vault vault) {
        this.vault = vault;
    }

    public void write(TenantId tenant, MailboxId mailbox, @Nullable Instant asAt, OutputStream out) throws IOException {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (FolderVersion folder : vault.folders(tenant, mailbox, asAt)) {
                writeFolder(tenant, mailbox, folder.state().id(), asAt, out, workers);
            }
        }
        out.flush();
    }

    private void writeFolder(
            TenantId tenant,
            MailboxId mailbox,
            FolderId folder,
            @Nullable Instant asAt,
            OutputStream out,
            ExecutorService workers)
            throws IOException {
        ItemId after = null;
        List<MessageVersion> page;
        do {
            page = vault.messages(tenant, mailbox, folder, asAt, after, PAGE);
            List<Future<String>> lines = new ArrayList<>();
            page.forEach(version -> lines.add(workers.submit(() -> line(tenant, version))));
            for (Future<String> line : lines) {
                out.write(result(line).getBytes(StandardCharsets.UTF_8));
            }
            after = page.isEmpty() ? null : page.getLast().state().id();
        } while (page.size() == PAGE);
    }

    private String line(TenantId tenant, MessageVersion version) {
        var text = new StringWriter();
        try (var line = json.createGenerator(ObjectWriteContext.empty(), text)) {
            line.writeStartObject();
            line.writeStringProperty("id", version.state().id().value());
            line.writeStringProperty("folder", version.state().folder().value());
            ContentName name = version.contentName();
            if (name == null) {
                line.writeStringProperty("missing", version.missing());
            } else {
                byte[] mime = vault.content(tenant, name);
                line.writeNumberProperty("size", mime.length);
                line.writeStringProperty("sha256", sha256(mime));
            }
            line.writeEndObject();
        }
        return text + "\n";
    }

    private static String result(Future<String> line) throws IOException {
        try {
            return line.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while rebuilding messages", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new UncheckedIOException(new IOException(e));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
