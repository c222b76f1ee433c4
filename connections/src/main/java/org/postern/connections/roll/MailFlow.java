package org.postern.connections.roll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.RollReport.Flow;
import org.postern.connections.RollReport.Gap;
import org.postern.connections.RollReport.Sample;

/// Makes of single looks, function by function, the times in which a function was not seen to work.
///
/// A gap goes from the last good look before a bad one to the next good one: what could have been down, not only what
/// was seen so.
final class MailFlow {
    private MailFlow() {}

    static List<Flow> of(List<Sample> samples) {
        Map<String, List<Sample>> byFunction = new LinkedHashMap<>();
        samples.forEach(sample -> byFunction
                .computeIfAbsent(sample.function(), _ -> new ArrayList<>())
                .add(sample));
        return byFunction.entrySet().stream()
                .map(function -> flow(function.getKey(), function.getValue()))
                .toList();
    }

    private static boolean good(Sample sample) {
        return sample.token() && sample.request();
    }

    private static Flow flow(String function, List<Sample> samples) {
        List<Gap> gaps = gaps(samples);
        long between = 0;
        for (int i = 1; i < samples.size(); i++) {
            between = Math.max(
                    between,
                    milliseconds(samples.get(i - 1).at(), samples.get(i).at()));
        }
        int failures = (int) samples.stream().filter(sample -> !good(sample)).count();
        long longest = gaps.stream().mapToLong(Gap::milliseconds).max().orElse(0);
        return new Flow(function, samples.size(), failures, longest, between, gaps, samples);
    }

    private static List<Gap> gaps(List<Sample> samples) {
        List<Gap> gaps = new ArrayList<>();
        @Nullable Instant lastGood = null;
        @Nullable Instant from = null;
        String detail = "";
        for (Sample sample : samples) {
            if (good(sample)) {
                if (from != null) {
                    gaps.add(new Gap(from, sample.at(), milliseconds(from, sample.at()), detail));
                }
                from = null;
                lastGood = sample.at();
            } else if (from == null) {
                from = lastGood == null ? sample.at() : lastGood;
                detail = sample.detail();
            }
        }
        if (from != null) {
            gaps.add(new Gap(from, null, milliseconds(from, samples.getLast().at()), detail));
        }
        return gaps;
    }

    private static long milliseconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis();
    }
}
