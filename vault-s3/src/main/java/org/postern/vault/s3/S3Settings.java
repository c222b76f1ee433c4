package org.postern.vault.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.vault.s3.S3Config.Credentials;
import org.postern.vault.s3.S3Config.Lock;

/// Reads an [S3Config] from options such as `--s3-bucket` and, for the secrets, the environment or a file.
public final class S3Settings {
    /// The options, each with a value.
    public static final Set<String> OPTIONS = Set.of(
            "--s3-bucket",
            "--s3-endpoint",
            "--s3-region",
            "--s3-prefix",
            "--s3-credentials-file",
            "--s3-lock-mode",
            "--s3-lock-days");

    public static final String USAGE = """
              --s3-bucket NAME        keep finished packs in this bucket of S3, not in DIR
              --s3-endpoint URL       of a store other than Amazon's own
              --s3-region NAME        default us-east-1
              --s3-prefix PATH/       before every key; one vault alone writes below it
              --s3-credentials-file FILE  lines access-key=… and secret-key=…; or POSTERN_S3_ACCESS_KEY and
                                      POSTERN_S3_SECRET_KEY; or those that the AWS SDK finds on the machine
              --s3-lock-days N        nobody deletes a pack for N days (the bucket must have Object Lock)
              --s3-lock-mode MODE     governance (default) or compliance
            """;
    private final Map<String, String> options;
    private final Map<String, String> environment;
    private final List<String> faults;

    private S3Settings(Map<String, String> options, Map<String, String> environment, List<String> faults) {
        this.options = options;
        this.environment = environment;
        this.faults = faults;
    }

    /// Empty when no bucket is asked for; what is wrong is added to `faults`.
    public static Optional<S3Config> read(
            Map<String, String> options, Map<String, String> environment, List<String> faults) {
        S3Settings settings = new S3Settings(options, environment, faults);
        if (options.containsKey("--s3-bucket")) {
            return settings.config(options.get("--s3-bucket"));
        }
        OPTIONS.stream()
                .filter(options::containsKey)
                .sorted()
                .forEach(option -> faults.add(option + " needs --s3-bucket"));
        return Optional.empty();
    }

    private Optional<S3Config> config(String bucket) {
        try {
            return Optional.of(S3Config.of(
                    endpoint(),
                    options.getOrDefault("--s3-region", "us-east-1"),
                    bucket,
                    options.getOrDefault("--s3-prefix", ""),
                    credentials(),
                    lock()));
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private @Nullable URI endpoint() {
        String text = options.get("--s3-endpoint");
        if (text == null) {
            return null;
        }
        URI uri = URI.create(text);
        if (!("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("--s3-endpoint must be an URL such as https://s3.example.com");
        }
        return uri;
    }

    private @Nullable Credentials credentials() {
        String file = options.get("--s3-credentials-file");
        Map<String, String> from = file == null ? environment : lines(file);
        String access = from.get(file == null ? "POSTERN_S3_ACCESS_KEY" : "access-key");
        String secret = from.get(file == null ? "POSTERN_S3_SECRET_KEY" : "secret-key");
        if (access == null && secret == null && file == null) {
            return null;
        }
        if (access == null || secret == null) {
            throw new IllegalArgumentException(
                    file == null
                            ? "POSTERN_S3_ACCESS_KEY and POSTERN_S3_SECRET_KEY need each other"
                            : "--s3-credentials-file " + file + " needs the lines access-key=… and secret-key=…");
        }
        return new Credentials(access, secret, from.get(file == null ? "POSTERN_S3_SESSION_TOKEN" : "session-token"));
    }

    private static Map<String, String> lines(String file) {
        Map<String, String> lines = new HashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    lines.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                }
            }
            return lines;
        } catch (IOException e) {
            throw new IllegalArgumentException("--s3-credentials-file " + file + " cannot be read", e);
        }
    }

    private @Nullable Lock lock() {
        String days = options.get("--s3-lock-days");
        String mode = options.getOrDefault("--s3-lock-mode", "governance");
        if (days == null) {
            if (options.containsKey("--s3-lock-mode")) {
                throw new IllegalArgumentException("--s3-lock-mode needs --s3-lock-days");
            }
            return null;
        }
        return switch (mode) {
            case "governance" -> new Lock(Lock.Mode.GOVERNANCE, number(days));
            case "compliance" -> new Lock(Lock.Mode.COMPLIANCE, number(days));
            default -> throw new IllegalArgumentException("--s3-lock-mode is governance or compliance, not " + mode);
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--s3-lock-days must be a number, not " + text, e);
        }
    }
}
