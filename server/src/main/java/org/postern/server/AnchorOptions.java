package org.postern.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.connections.Anchoring;
import org.postern.connections.Anchoring.Place;

/// Reads where the checkpoints of ledgers are anchored.
final class AnchorOptions {
    static final String USAGE = """
              --anchor-dir DIR        put each ledger's signed checkpoints into DIR/TENANT, such as a share that the
                                      customer keeps; DIR must be there
              --anchor-url URL        send them to a C2SP witness, or whatever takes its add-checkpoint; https, with
                                      {tenant} where the tenant's id is to stand
              --anchor-minutes N      how often, where a ledger has grown (default 60)
            """;
    static final Set<String> OPTIONS = Set.of("--anchor-dir", "--anchor-url", "--anchor-minutes");
    private static final Pattern MINUTES = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int MINUTES_MAX = 7 * 24 * 60;

    private AnchorOptions() {}

    static Anchoring read(Map<String, String> values, List<String> faults) {
        List<Place> places = new ArrayList<>();
        try {
            String directory = values.get("--anchor-dir");
            if (directory != null) {
                places.add(new Place.Folder(Path.of(directory).toAbsolutePath()));
            }
        } catch (InvalidPathException e) {
            faults.add("--anchor-dir is no path");
        }
        try {
            String url = values.get("--anchor-url");
            if (url != null) {
                places.add(new Place.Webhook(url));
            }
        } catch (IllegalArgumentException e) {
            faults.add("--anchor-url: " + e.getMessage());
        }
        return new Anchoring(places, every(values, faults));
    }

    private static Duration every(Map<String, String> values, List<String> faults) {
        String minutes = values.getOrDefault("--anchor-minutes", "60");
        if (!MINUTES.matcher(minutes).matches() || Integer.parseInt(minutes) > MINUTES_MAX) {
            faults.add("--anchor-minutes must be a number from 1 to " + MINUTES_MAX + ", not " + minutes);
            return Anchoring.NONE.every();
        }
        return Duration.ofMinutes(Integer.parseInt(minutes));
    }
}
