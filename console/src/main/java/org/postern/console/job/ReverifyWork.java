package org.postern.console.job;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.postern.recover.Reverification;
import org.postern.recover.ReverifyReport;
import org.postern.recover.ReverifyReport.Kind;
import org.postern.recover.ReverifyRequest;

/// The work of a comparison with the source.
final class ReverifyWork implements JobWork {
    /// What was found; `items` are the first of those that are not identical, `failed` the mailboxes that could not
    /// be read to the end.
    ///
    /// @param bytes whether bytes were compared, and not change keys alone
    /// @param comparedBytes messages that were
    public record Result(
            Instant from,
            Instant until,
            Instant comparedAt,
            boolean bytes,
            int mailboxes,
            long identical,
            long changed,
            long gone,
            long unexplained,
            long unreadable,
            long restored,
            long comparedBytes,
            List<Item> items,
            List<Failed> failed) {}

    /// @param outcome such as `unexplained`
    /// @param restored whether a restore created it
    public record Item(String id, String mailbox, String subject, String outcome, boolean restored, String detail) {}

    public record Failed(String mailbox, String outcome, String reason) {}

    private final Reverification reverification;
    private final ReverifyRequest request;
    private final Clock clock;

    ReverifyWork(Reverification reverification, ReverifyRequest request, Clock clock) {
        this.reverification = reverification;
        this.request = request;
        this.clock = clock;
    }

    @Override
    public Ending run(Handle handle) {
        Instant start = clock.instant();
        ReverifyReport report = reverification.run(request, new HandleProgress(handle));
        Result result = result(report, start);
        if (report.cancelled() || handle.cancelled()) {
            return new Ending.Cancelled(result);
        }
        boolean well = result.failed().isEmpty() && result.unexplained() == 0 && result.unreadable() == 0;
        return well ? new Ending.Succeeded(result) : new Ending.Warning(result);
    }

    private Result result(ReverifyReport report, Instant start) {
        return new Result(
                request.from(),
                request.until(),
                start,
                request.bytes(),
                report.mailboxes(),
                report.count(Kind.IDENTICAL),
                report.count(Kind.CHANGED),
                report.count(Kind.GONE),
                report.count(Kind.UNEXPLAINED),
                report.count(Kind.UNREADABLE),
                report.restored(),
                report.compared(),
                report.notable().stream().map(ReverifyWork::item).toList(),
                report.failed().stream()
                        .map(failed -> new Failed(failed.address(), "not compared", failed.reason()))
                        .toList());
    }

    private static Item item(ReverifyReport.Finding finding) {
        return new Item(
                finding.item().value(),
                finding.address(),
                finding.subject(),
                finding.kind().name().toLowerCase(Locale.ROOT),
                finding.restored(),
                finding.detail());
    }
}
