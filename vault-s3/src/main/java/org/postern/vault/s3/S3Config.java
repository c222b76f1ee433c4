package org.postern.vault.s3;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bucket holds the packs, how to get at it, and how long it must keep them.
///
/// @param endpoint null for Amazon's own of the region
/// @param prefix before every key, ending in `/`, or empty; one vault alone writes below it
/// @param credentials null for those of the machine, as the AWS SDK finds them (its environment, profile or role)
/// @param lock null for none
/// @param attempts of each request, at most
/// @param timeout of one attempt's connection and of each wait for bytes
/// @param partBytes larger packs are sent in parts of this size; 5 MiB or more, as S3 demands
public record S3Config(
        @Nullable URI endpoint,
        String region,
        String bucket,
        String prefix,
        @Nullable Credentials credentials,
        @Nullable Lock lock,
        int attempts,
        Duration timeout,
        int partBytes) {
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+/)*");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");

    /// An access key. Its text never shows the secret.
    public record Credentials(
            String accessKey, String secretKey, @Nullable String sessionToken) {
        @Override
        public String toString() {
            return "Credentials[" + accessKey + "]";
        }
    }

    /// Object Lock: until it ends nobody deletes a pack. The bucket must have been made with it.
    public record Lock(Mode mode, int days) {
        /// Who may end a lock early: in governance, who has the right to; in compliance, nobody at all.
        public enum Mode {
            GOVERNANCE,
            COMPLIANCE
        }

        public Lock {
            if (days < 1 || days > 36_500) {
                throw new IllegalArgumentException("An object lock lasts 1 to 36500 days, not " + days + ".");
            }
        }
    }

    public S3Config {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("\"" + bucket + "\" is no name of a bucket.");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("The prefix \"" + prefix
                    + "\" is not usable: give letters, digits, dots and hyphens, with a / at its end.");
        }
        if (attempts < 1 || attempts > 20 || partBytes < 5 << 20) {
            throw new IllegalArgumentException(
                    "S3 with " + attempts + " attempts and parts of " + partBytes + " bytes");
        }
    }

    /// With the limits that suit a server.
    public static S3Config of(
            @Nullable URI endpoint,
            String region,
            String bucket,
            String prefix,
            @Nullable Credentials credentials,
            @Nullable Lock lock) {
        return new S3Config(endpoint, region, bucket, prefix, credentials, lock, 6, Duration.ofSeconds(30), 16 << 20);
    }
}
