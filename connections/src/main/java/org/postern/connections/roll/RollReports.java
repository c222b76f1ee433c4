package org.postern.connections.roll;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionKey;
import org.postern.connections.RollReport;
import org.postern.connections.RollReport.CustomerScript;
import org.postern.connections.RollReport.Event;
import org.postern.connections.RollReport.Outcome;

/// Makes of a journal what people and programs are told.
public final class RollReports {
    private RollReports() {}

    /// Whether something is left to the customer's administrator.
    public static boolean needsScript(RollJournal.Kept kept) {
        return kept.step() == RollStep.CUSTOMER
                || (kept.step() == RollStep.DONE && !kept.left().isEmpty());
    }

    public static RollReport of(RollJournal.Kept kept, Connection connection, @Nullable CustomerScript script) {
        RollJournal.Halt halt = kept.halt();
        return new RollReport(
                kept.id(),
                connection.tenant().value(),
                connection.function().name().toLowerCase(Locale.ROOT),
                outcome(kept),
                kept.order().reason().name().toLowerCase(Locale.ROOT),
                kept.order().because(),
                kept.step().name().toLowerCase(Locale.ROOT),
                kept.begunAt(),
                kept.endedAt(),
                connection.key(kept.oldNumber()).map(ConnectionKey::thumbprint).orElse(""),
                connection.key(kept.newNumber()).map(ConnectionKey::thumbprint).orElse(null),
                halt == null ? null : halt.waitingFor(),
                halt == null ? null : halt.wayOut(),
                kept.step() == RollStep.SWITCHED ? kept.until() : null,
                script,
                events(kept),
                kept.removed(),
                kept.left(),
                kept.keysListed(),
                MailFlow.of(kept.samples()),
                kept.signIns(),
                kept.requests());
    }

    private static List<Event> events(RollJournal.Kept kept) {
        return kept.events().stream()
                .map(event -> new Event(event.at(), event.step().toLowerCase(Locale.ROOT), event.text()))
                .toList();
    }

    private static Outcome outcome(RollJournal.Kept kept) {
        RollJournal.Halt halt = kept.halt();
        return switch (kept.step()) {
            case DONE -> kept.left().isEmpty() ? Outcome.DONE : Outcome.DONE_WITH_LEFTOVERS;
            case ABANDONED -> Outcome.STOPPED;
            case BEGUN, MADE, CUSTOMER, ADDED, ACCEPTED, SWITCHED, RETIRED, CLEANED ->
                halt != null && halt.person() ? Outcome.STOPPED : Outcome.WAITING;
        };
    }

    /// What was done for the same reason before.
    public static RollReport doneBefore(RollReport report) {
        return new RollReport(
                report.id(),
                report.tenant(),
                report.function(),
                Outcome.DONE_BEFORE,
                report.reason(),
                report.because(),
                report.step(),
                report.begunAt(),
                report.endedAt(),
                report.oldKey(),
                report.newKey(),
                report.waitingFor(),
                report.wayOut(),
                report.until(),
                report.script(),
                report.events(),
                report.removed(),
                report.left(),
                report.keysListed(),
                report.mailFlow(),
                report.signIns(),
                report.requests());
    }
}
