package org.postern.lab.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says what of a folder became mail and what was passed over, and why.
///
/// @param files how many files became mail
/// @param messages how many messages they hold
/// @param bytes of these messages
/// @param passedOver the files that are none, each with the reason; the first 10,000
/// @param passedOverByReason how many there are of each reason
public record TakeReport(
        long files, long messages, long bytes, List<PassedOver> passedOver, Map<String, Integer> passedOverByReason) {
    public TakeReport {
        passedOver = List.copyOf(passedOver);
        passedOverByReason = Map.copyOf(passedOverByReason);
    }

    /// A file that is not mail.
    public record PassedOver(Path file, String reason) {}

    /// One line for people.
    public String summary() {
        long passed =
                passedOverByReason.values().stream().mapToLong(count -> count).sum();
        String line = messages + " messages (" + bytes / 1_000_000 + " MB) from " + files + " files";
        return passed == 0 ? line : line + "; " + passed + " files passed over: " + new TreeMap<>(passedOverByReason);
    }

    /// Gathers a report while a folder is read.
    static final class Tally {
        private static final int NAMED_MAX = 10_000;

        private final List<PassedOver> passedOver = new ArrayList<>();
        private final Map<String, Integer> byReason = new TreeMap<>();
        private long files;
        private long messages;
        private long bytes;

        void file() {
            files++;
        }

        void message(long size) {
            messages++;
            bytes += size;
        }

        void passOver(Path file, String reason) {
            byReason.merge(reason, 1, Integer::sum);
            if (passedOver.size() < NAMED_MAX) {
                passedOver.add(new PassedOver(file, reason));
            }
        }

        TakeReport report() {
            return new TakeReport(files, messages, bytes, passedOver, byReason);
        }
    }
}
