package org.postern.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.connections.KeyToken;
import org.postern.recover.LiveLimits;
import org.postern.vault.CatalogServer;
import org.postern.vault.s3.S3Settings;

/// Reads the command line and the environment; gathers every fault, then tells them at once.
final class OptionsReader {
    static final String USAGE = """
            postern server
              --dir DIR               where the store lives (default var/postern)
              --port N                default 8025; 0 takes any free port
              --bind ADDRESS          default 127.0.0.1; another address needs TLS
              --tls-keystore FILE     PKCS#12 with the server's key and certificate; its password in
                                      POSTERN_TLS_PASSWORD or --tls-password-file FILE
              --passphrase-file FILE  the store's passphrase; or in POSTERN_PASSPHRASE
              --sync-minutes N        interval of the scheduled sync (default 10)
              --listen-mailboxes N    of each tenant whose server tells of changes (EWS), listen to N mailboxes and
                                      sync them within seconds (default 100; 0 for the schedule alone)
              --no-schedule           sync only when asked
              --retention-hour N      hour of the day (UTC) at which each tenant forgets what its retention policy
                                      lets go (default 3); a tenant without a policy forgets nothing
              --no-retention          forget only when asked
              --watch-minutes N       interval at which each tenant's sign-in log is read (default 15)
              --no-watch              read sign-in logs only when asked
              --roll-days N           roll a connection's key N days before it expires (default: when a third of its
                                      life is left)
              --no-roll               roll keys only when asked
              --keystore STORE        where connections' keys are made: file (default, encrypted PKCS#12), or
                                      pkcs11:LIBRARY[:SLOT] with the token's PIN in POSTERN_KEYSTORE_PIN; keys that
                                      exist stay where they are until they are rolled
              --log-json              log as JSON, a line for each event
            """ + AnchorOptions.USAGE + CatalogServer.USAGE + S3Settings.USAGE;
    private static final Set<String> WITH_VALUE = Set.of(
            "--dir",
            "--port",
            "--bind",
            "--tls-keystore",
            "--tls-password-file",
            "--passphrase-file",
            "--sync-minutes",
            "--listen-mailboxes",
            "--retention-hour",
            "--watch-minutes",
            "--roll-days",
            "--keystore");
    private static final Set<String> FLAGS =
            Set.of("--no-schedule", "--no-retention", "--no-watch", "--no-roll", "--log-json");
    private static final int PASSPHRASE_MIN = 8;
    private static final Pattern TOKEN = Pattern.compile("pkcs11:([^\":]+?)(?::(\\d{1,3}))?");

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    private OptionsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    static Options read(List<String> arguments, Map<String, String> environment) throws StartException {
        OptionsReader reader = new OptionsReader(environment);
        reader.split(arguments);
        Options options = reader.options();
        if (!reader.faults.isEmpty()) {
            throw new StartException(
                    StartException.CONFIGURATION,
                    "Postern's server does not start, because of its configuration:\n  - "
                            + String.join("\n  - ", reader.faults) + "\n\n" + USAGE);
        }
        return options;
    }

    private void split(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (FLAGS.contains(argument)) {
                flags.add(argument);
            } else if (!hasValue(argument)) {
                faults.add("there is no option " + argument);
            } else if (i + 1 == arguments.size() || arguments.get(i + 1).startsWith("--")) {
                faults.add(argument + " needs a value");
            } else {
                values.put(argument, arguments.get(++i));
            }
        }
    }

    private static boolean hasValue(String option) {
        return WITH_VALUE.contains(option)
                || AnchorOptions.OPTIONS.contains(option)
                || CatalogServer.OPTIONS.contains(option)
                || S3Settings.OPTIONS.contains(option);
    }

    private Options options() {
        String bind = values.getOrDefault("--bind", "127.0.0.1");
        Options.Tls tls = tls();
        boolean open = !isLoopback(bind);
        if (open && tls == null && !values.containsKey("--tls-keystore")) {
            faults.add("--bind " + bind + " can be reached from other machines, so it needs TLS: give --tls-keystore,"
                    + " or bind to 127.0.0.1 behind a proxy of your own");
        }
        return new Options(
                path("--dir", "var/postern"),
                bind,
                number("--port", 8025, 0, 65_535),
                passphrase(),
                tls,
                !flags.contains("--no-schedule"),
                Duration.ofMinutes(number("--sync-minutes", 10, 1, 1_440)),
                LiveLimits.DEFAULT.withMailboxes(
                        number("--listen-mailboxes", LiveLimits.DEFAULT.mailboxes(), 0, 5_000)),
                retentionHour(),
                flags.contains("--no-watch") ? null : Duration.ofMinutes(number("--watch-minutes", 15, 1, 1_440)),
                rollBefore(),
                keyToken(),
                AnchorOptions.read(values, faults),
                catalog(),
                S3Settings.read(values, environment, faults).orElse(null));
    }

    private @Nullable Duration rollBefore() {
        Duration days = Duration.ofDays(number("--roll-days", 0, 1, 3_000));
        if (flags.contains("--no-roll") && values.containsKey("--roll-days")) {
            faults.add("both --roll-days and --no-roll are given: give one");
        }
        return flags.contains("--no-roll") ? null : days;
    }

    private @Nullable KeyToken keyToken() {
        String store = values.getOrDefault("--keystore", "file");
        if (store.equals("file")) {
            return null;
        }
        Matcher parts = TOKEN.matcher(store);
        String pin = environment.get("POSTERN_KEYSTORE_PIN");
        if (!parts.matches()) {
            faults.add(
                    "--keystore is file or pkcs11:LIBRARY[:SLOT], such as pkcs11:/usr/lib/softhsm/libsofthsm2.so, not "
                            + store);
        } else if (pin == null || pin.isEmpty()) {
            faults.add("--keystore " + store + " needs the token's PIN in POSTERN_KEYSTORE_PIN");
        } else {
            int slot = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
            return new KeyToken(Path.of(parts.group(1)), slot, pin::toCharArray);
        }
        return null;
    }

    private @Nullable Integer retentionHour() {
        int hour = number("--retention-hour", 3, 0, 23);
        if (!flags.contains("--no-retention")) {
            return hour;
        }
        if (values.containsKey("--retention-hour")) {
            faults.add("both --retention-hour and --no-retention are given: give one");
        }
        return null;
    }

    private boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            faults.add("--bind " + bind + " is no address of this machine");
            return true;
        }
    }

    private Options.@Nullable Tls tls() {
        String keystore = values.get("--tls-keystore");
        if (keystore == null) {
            return null;
        }
        Path file = path("--tls-keystore", "");
        if (!Files.isReadable(file)) {
            faults.add("--tls-keystore " + keystore + " cannot be read");
        }
        String password = values.containsKey("--tls-password-file")
                ? line("--tls-password-file")
                : environment.get("POSTERN_TLS_PASSWORD");
        if (password == null) {
            faults.add("--tls-keystore needs its password in POSTERN_TLS_PASSWORD or --tls-password-file");
            return null;
        }
        return new Options.Tls(file.toAbsolutePath(), password);
    }

    private @Nullable String passphrase() {
        String fromEnvironment = environment.get("POSTERN_PASSPHRASE");
        String source = values.containsKey("--passphrase-file") ? "--passphrase-file" : "POSTERN_PASSPHRASE";
        if (values.containsKey("--passphrase-file") && fromEnvironment != null) {
            faults.add("both POSTERN_PASSPHRASE and --passphrase-file are given: give one");
        }
        String passphrase = values.containsKey("--passphrase-file") ? line("--passphrase-file") : fromEnvironment;
        if (passphrase != null && passphrase.length() < PASSPHRASE_MIN) {
            faults.add("the passphrase of " + source + " is shorter than " + PASSPHRASE_MIN + " characters");
        }
        return passphrase;
    }

    private @Nullable CatalogServer catalog() {
        String url = values.get("--catalog");
        boolean fromFile = values.containsKey("--catalog-password-file");
        if (url == null) {
            if (fromFile) {
                faults.add("--catalog-password-file needs --catalog");
            }
            return null;
        }
        try {
            return CatalogServer.read(url, fromFile ? path("--catalog-password-file", "") : null, environment);
        } catch (IllegalArgumentException e) {
            faults.add("--catalog: " + e.getMessage());
            return null;
        }
    }

    /// The first line of the file that an option names.
    private @Nullable String line(String option) {
        try {
            return Files.readString(path(option, ""), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            faults.add(option + " " + values.get(option) + " cannot be read");
            return null;
        }
    }

    private Path path(String option, String otherwise) {
        try {
            return Path.of(values.getOrDefault(option, otherwise));
        } catch (InvalidPathException e) {
            faults.add(option + " is no path");
            return Path.of("");
        }
    }

    private int number(String option, int otherwise, int min, int max) {
        String text = values.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        faults.add(option + " must be a number from " + min + " to " + max + ", not " + text);
        return otherwise;
    }
}
