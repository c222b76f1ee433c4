package org.postern.recover.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postern.recover.ReverifyReport;
import org.postern.recover.ReverifyReport.Finding;
import org.postern.recover.ReverifyReport.Kind;

/// Gathers what was found, bounded: everything is counted, the first of each kind are named. For one thread.
final class Findings {
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Finding>> named = new EnumMap<>(Kind.class);
    private final List<ReverifyReport.Failed> failed = new ArrayList<>();
    private long restored;
    private long compared;

    void add(Finding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        restored += finding.restored() ? 1 : 0;
        List<Finding> alike = named.computeIfAbsent(finding.kind(), _ -> new ArrayList<>());
        if (finding.kind() != Kind.IDENTICAL && alike.size() < ReverifyReport.NOTABLE_MAX) {
            alike.add(finding);
        }
    }

    void compared() {
        compared++;
    }

    void failed(String address, String reason) {
        failed.add(new ReverifyReport.Failed(address, reason));
    }

    long items() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    ReverifyReport report(int mailboxes, boolean cancelled) {
        List<Finding> notable = new ArrayList<>();
        for (Kind kind : List.of(Kind.UNEXPLAINED, Kind.UNREADABLE, Kind.CHANGED, Kind.GONE)) {
            notable.addAll(named.getOrDefault(kind, List.of()));
        }
        return new ReverifyReport(
                mailboxes,
                counts,
                restored,
                compared,
                notable.stream().limit(ReverifyReport.NOTABLE_MAX).toList(),
                failed,
                cancelled);
    }
}
