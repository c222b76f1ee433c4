package org.postern.console.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.postern.connections.RollReport;
import org.postern.connections.RollReport.Sample;

/// Draws how each function of a tenant worked while a key was replaced: a dot for each look, a bar for each gap, a
/// line where a step was reached.
///
/// @param end the time at its right, such as `+12.4 s`
public record RollPicture(int height, List<Row> rows, List<Step> steps, String end) {
    public static final int WIDTH = 900;
    private static final int LEFT = 90;
    public static final int RIGHT = 60; // Room for the last step's word.
    private static final int ROW = 34;
    private static final int TOP = 92;
    private static final int DOTS_MAX = 500;

    /// @param x in units of the picture
    public record Dot(String x, boolean good) {}

    public record Bar(String x, String width) {}

    public record Row(String function, int y, List<Dot> dots, List<Bar> gaps) {}

    /// @param y of its word: they stand on several lines, so that none hides another
    public record Step(String x, int y, String word) {}

    /// The instants at the picture's ends.
    private record Span(Instant from, Instant until) {
        String x(Instant at) {
            return number(LEFT + share(at));
        }

        double share(Instant at) {
            double all = Math.max(1, Duration.between(from, until).toMillis());
            return Math.clamp(Duration.between(from, at).toMillis() / all, 0, 1) * (WIDTH - LEFT - RIGHT);
        }
    }

    static RollPicture of(RollReport report) {
        Span span = span(report);
        List<Row> rows = new ArrayList<>();
        for (RollReport.Flow flow : report.mailFlow()) {
            rows.add(row(flow, TOP + rows.size() * ROW, span));
        }
        String end = String.format(
                Locale.ROOT,
                "+%.1f s",
                Duration.between(span.from(), span.until()).toMillis() / 1e3);
        return new RollPicture(TOP + rows.size() * ROW + 24, rows, steps(report, span), end);
    }

    private static Span span(RollReport report) {
        Stream<Instant> events = report.events().stream().map(RollReport.Event::at);
        Stream<Instant> looks = report.mailFlow().stream()
                .flatMap(flow -> flow.samples().stream())
                .map(Sample::at);
        Instant last = Stream.concat(events, looks).max(Instant::compareTo).orElse(report.begunAt());
        return new Span(report.begunAt(), last);
    }

    private static Row row(RollReport.Flow flow, int y, Span span) {
        int every = flow.samples().size() / DOTS_MAX + 1;
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < flow.samples().size(); i++) {
            Sample sample = flow.samples().get(i);
            boolean good = sample.token() && sample.request();
            if (!good || i % every == 0) { // What was not good is never left out.
                dots.add(new Dot(span.x(sample.at()), good));
            }
        }
        List<Bar> gaps = flow.gaps().stream()
                .map(gap -> {
                    Instant until = gap.until() == null ? span.until() : gap.until();
                    double width = Math.max(2, span.share(until) - span.share(gap.from()));
                    return new Bar(span.x(gap.from()), number(width));
                })
                .toList();
        return new Row(flow.function(), y, dots, gaps);
    }

    private static List<Step> steps(RollReport report, Span span) {
        List<Step> steps = new ArrayList<>();
        String before = "";
        for (RollReport.Event event : report.events()) {
            if (!event.step().equals(before)) {
                steps.add(new Step(span.x(event.at()), 14 + steps.size() % 5 * 14, event.step()));
            }
            before = event.step();
        }
        return steps;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
