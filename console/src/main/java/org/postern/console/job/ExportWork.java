package org.postern.console.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.postern.console.job.JobWork.Ending;
import org.postern.mail.FolderId;
import org.postern.mail.TenantId;
import org.postern.recover.Export;
import org.postern.recover.ExportReport;
import org.postern.recover.ExportRequest;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// The work of an export job: leaves one file in its place on the shelf.
final class ExportWork implements JobWork {
    record Result(long messages, long bytes, long missing, String fileName, long size, List<String> reasons) {}

    private static final int NAME_MAX = 80;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmm").withZone(ZoneOffset.UTC);

    private final Export export;
    private final Vault vault;
    private final TenantId tenant;
    private final ExportOrder order;
    private final Path place;
    private final Clock clock;

    ExportWork(Export export, Vault vault, TenantId tenant, ExportOrder order, Path place, Clock clock) {
        this.export = export;
        this.vault = vault;
        this.tenant = tenant;
        this.order = order;
        this.place = place;
        this.clock = clock;
    }

    @Override
    public Ending run(Handle handle) throws IOException {
        Path file = place.resolve(fileName());
        ExportReport report = write(file, new HandleProgress(handle));
        Result result = new Result(
                report.messages(),
                report.bytes(),
                report.missing(),
                Objects.toString(file.getFileName()),
                Files.size(file),
                report.reasons());
        return report.missing() == 0 ? new Ending.Succeeded(result) : new Ending.Warning(result);
    }

    private ExportReport write(Path file, HandleProgress progress) throws IOException {
        ExportRequest request =
                new ExportRequest(tenant, part(order.scope()), order.scope().asAt());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            return switch (order.format()) {
                case EML -> export.zip(request, out, progress);
                case MBOX -> export.mbox(request, out, progress);
            };
        }
    }

    private static ExportRequest.Scope part(Scope scope) {
        FolderId folder = scope.folder();
        if (!scope.items().isEmpty()) {
            return new ExportRequest.Scope.Items(scope.mailbox(), scope.items());
        }
        return folder == null
                ? new ExportRequest.Scope.WholeMailbox(scope.mailbox())
                : new ExportRequest.Scope.OneFolder(scope.mailbox(), folder, scope.includeSubfolders());
    }

    /// Such as `anna@contoso.com-20261120-1400.zip`; an address may hold anything, so all but plain characters go.
    private String fileName() {
        String address = vault.mailbox(tenant, order.scope().mailbox())
                .map(MailboxRecord::address)
                .orElse("mailbox");
        String plain = address.replaceAll("[^A-Za-z0-9@._+-]", "_").replaceAll("^\\.+", "_");
        String shortened = plain.length() > NAME_MAX ? plain.substring(0, NAME_MAX) : plain;
        Instant asAt = Objects.requireNonNullElseGet(order.scope().asAt(), clock::instant);
        String ending = switch (order.format()) {
            case EML -> ".zip";
            case MBOX -> ".mbox";
        };
        return shortened + "-" + STAMP.format(asAt) + ending;
    }
}
