package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Anchoring;

class OptionsReaderTest {
    @Test
    void defaultsAreLoopbackAndAKnownPort() throws Exception {
        Options options = OptionsReader.read(List.of(), Map.of());
        assertThat(options.directory()).isEqualTo(Path.of("var/postern"));
        assertThat(options.bind()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(8025);
        assertThat(options.schedule()).isTrue();
        assertThat(options.interval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.listening().mailboxes()).isEqualTo(100);
        assertThat(OptionsReader.read(List.of("--listen-mailboxes", "0"), Map.of())
                        .listening()
                        .mailboxes())
                .isZero();
        assertThat(options.retentionHour()).isEqualTo(3);
        assertThat(options.passphrase()).isEmpty();
    }

    @Test
    void allFaultsAreToldAtOnce() {
        StartException fault = catchThrowableOfType(
                StartException.class,
                () -> OptionsReader.read(
                        List.of("--port", "99999", "--colour", "--sync-minutes", "often", "--bind", "0.0.0.0", "--dir"),
                        Map.of("POSTERN_PASSPHRASE", "short")));
        assertThat(fault.exitCode()).isEqualTo(StartException.CONFIGURATION);
        assertThat(fault)
                .hasMessageContainingAll(
                        "--port must be",
                        "no option --colour",
                        "--sync-minutes must be",
                        "--bind 0.0.0.0",
                        "needs TLS",
                        "--dir needs a value",
                        "shorter than 8");
    }

    @Test
    void checkpointsAreAnchoredWhereAsked() throws Exception {
        assertThat(OptionsReader.read(List.of(), Map.of()).anchoring().places()).isEmpty();
        Options options = OptionsReader.read(
                List.of("--anchor-dir", "/a", "--anchor-url", "https://w.example/{tenant}", "--anchor-minutes", "15"),
                Map.of());
        assertThat(options.anchoring())
                .isEqualTo(new Anchoring(
                        List.of(
                                new Anchoring.Place.Folder(Path.of("/a")),
                                new Anchoring.Place.Webhook("https://w.example/{tenant}")),
                        Duration.ofMinutes(15)));
        List<String> wrong = List.of("--anchor-url", "http://w.example/", "--anchor-minutes", "20000");
        assertThatThrownBy(() -> OptionsReader.read(wrong, Map.of()))
                .hasMessageContaining("--anchor-url: A webhook is an https URL")
                .hasMessageContaining("--anchor-minutes must be a number from 1 to 10080");
    }

    @Test
    void retentionRunsAtAnHourOrOnlyWhenAsked() throws Exception {
        assertThat(OptionsReader.read(List.of("--retention-hour", "22"), Map.of())
                        .retentionHour())
                .isEqualTo(22);
        assertThat(OptionsReader.read(List.of("--no-retention"), Map.of()).retentionHour())
                .isNull();
        assertThatThrownBy(() -> OptionsReader.read(List.of("--retention-hour", "24"), Map.of()))
                .hasMessageContaining("--retention-hour must be a number from 0 to 23");
        assertThatThrownBy(() -> OptionsReader.read(List.of("--retention-hour", "2", "--no-retention"), Map.of()))
                .hasMessageContaining("give one");
    }

    @Test
    void anOpenAddressNeedsAKeystoreAndItsPassword(@TempDir Path directory) throws Exception {
        Path keystore = Files.createFile(directory.resolve("tls.p12"));
        List<String> open = List.of("--bind", "0.0.0.0", "--tls-keystore", keystore.toString());
        assertThatThrownBy(() -> OptionsReader.read(open, Map.of())).hasMessageContaining("POSTERN_TLS_PASSWORD");
        Options options = OptionsReader.read(open, Map.of("POSTERN_TLS_PASSWORD", "secret"));
        assertThat(options.tls()).isPresent();
        assertThat(options.toString()).doesNotContain("secret");
    }

    @Test
    void aBucketIsChosenByOptionsAndItsSecretByTheEnvironment() throws Exception {
        assertThat(OptionsReader.read(List.of(), Map.of()).s3()).isEmpty();
        Options options = OptionsReader.read(
                List.of("--s3-bucket", "packs", "--s3-endpoint", "https://s3.example.com", "--s3-lock-days", "30"),
                Map.of("POSTERN_S3_ACCESS_KEY", "A", "POSTERN_S3_SECRET_KEY", "hidden"));
        assertThat(options.s3())
                .hasValueSatisfying(s3 -> assertThat(s3.bucket()).isEqualTo("packs"));
        assertThat(options.toString()).doesNotContain("hidden");
        assertThatThrownBy(() -> OptionsReader.read(List.of("--s3-region", "eu-central-1"), Map.of()))
                .hasMessageContaining("needs --s3-bucket");
    }

    @Test
    void theCatalogIsOnAServerWhenAskedAndItsPasswordIsNoArgument(@TempDir Path directory) throws Exception {
        List<String> asked = List.of("--catalog", "jdbc:postgresql://db.example/mail");
        assertThat(OptionsReader.read(List.of(), Map.of()).catalog()).isEmpty();
        Options options = OptionsReader.read(
                asked, Map.of("POSTERN_CATALOG_USER", "mailkeeper", "POSTERN_CATALOG_PASSWORD", "hidden"));
        assertThat(options.catalog()).hasValueSatisfying(server -> {
            assertThat(server.user()).isEqualTo("mailkeeper");
            assertThat(server.password()).isEqualTo("hidden");
            assertThat(server.place()).isEqualTo("db.example:5432/mail, schema postern");
        });
        assertThat(options.toString()).doesNotContain("hidden");
        Path file = Files.writeString(directory.resolve("password"), "hidden\nnotes\n");
        assertThat(OptionsReader.read(
                                List.of(
                                        "--catalog",
                                        "jdbc:postgresql://db.example/mail",
                                        "--catalog-password-file",
                                        file.toString()),
                                Map.of())
                        .catalog())
                .hasValueSatisfying(server -> assertThat(server.password()).isEqualTo("hidden"));
        assertThatThrownBy(() -> OptionsReader.read(
                        List.of("--catalog", "jdbc:postgresql://db.example/mail?password=hidden"), Map.of()))
                .hasMessageContaining("POSTERN_CATALOG_PASSWORD")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> OptionsReader.read(List.of("--catalog-password-file", "f"), Map.of()))
                .hasMessageContaining("needs --catalog");
    }

    @Test
    void aPassphraseComesFromOneSourceAlone(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("passphrase"), "correct horse battery\nnotes\n");
        List<String> given = List.of("--passphrase-file", file.toString());
        assertThat(OptionsReader.read(given, Map.of()).passphrase()).contains("correct horse battery");
        assertThatThrownBy(() -> OptionsReader.read(given, Map.of("POSTERN_PASSPHRASE", "correct horse battery")))
                .hasMessageContaining("give one");
    }
}
