package org.postern.vault.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.vault.s3.S3Config.Credentials;
import org.postern.vault.s3.S3Config.Lock;

class S3SettingsTest {
    private final List<String> faults = new ArrayList<>();

    @Test
    void withoutABucketThereIsNone() {
        assertThat(S3Settings.read(Map.of("--dir", "x"), Map.of(), faults)).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void allOfItIsRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("s3"), "access-key = A\nsecret-key = B=C\n");
        S3Config config = S3Settings.read(
                        Map.of(
                                "--s3-bucket", "packs",
                                "--s3-endpoint", "https://s3.example.com",
                                "--s3-prefix", "one/",
                                "--s3-credentials-file", file.toString(),
                                "--s3-lock-days", "30"),
                        Map.of(),
                        faults)
                .orElseThrow();
        assertThat(faults).isEmpty();
        assertThat(config.endpoint()).isEqualTo(URI.create("https://s3.example.com"));
        assertThat(config.credentials()).isEqualTo(new Credentials("A", "B=C", null));
        assertThat(config.lock()).isEqualTo(new Lock(Lock.Mode.GOVERNANCE, 30));
        assertThat(config.toString()).doesNotContain("B=C");
    }

    @Test
    void secretsComeFromTheEnvironmentToo() {
        assertThat(S3Settings.read(
                        Map.of("--s3-bucket", "packs"),
                        Map.of("POSTERN_S3_ACCESS_KEY", "A", "POSTERN_S3_SECRET_KEY", "B"),
                        faults))
                .hasValueSatisfying(
                        config -> assertThat(config.credentials()).isEqualTo(new Credentials("A", "B", null)));
        assertThat(S3Settings.read(Map.of("--s3-bucket", "packs"), Map.of(), faults))
                .hasValueSatisfying(config -> assertThat(config.credentials()).isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "--s3-endpoint, nonsense, --s3-endpoint must be",
        "--s3-prefix, no slash, is not usable",
        "--s3-credentials-file, /none, cannot be read",
        "--s3-lock-days, many, must be a number",
        "--s3-lock-days, 0, 1 to 36500",
        "--s3-lock-mode, compliance, needs --s3-lock-days",
    })
    void whatIsWrongIsSaid(String option, String value, String fault) {
        assertThat(S3Settings.read(Map.of("--s3-bucket", "packs", option, value), Map.of(), faults))
                .isEmpty();
        assertThat(faults).singleElement().satisfies(said -> assertThat(said).contains(fault));
    }

    @Test
    void anOptionWithoutItsBucketIsSaid() {
        assertThat(S3Settings.read(Map.of("--s3-region", "eu-central-1"), Map.of(), faults))
                .isEmpty();
        assertThat(faults).containsExactly("--s3-region needs --s3-bucket");
    }
}
