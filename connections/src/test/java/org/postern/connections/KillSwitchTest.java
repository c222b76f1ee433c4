package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.connections.GraphFixture.CLIENT;
import static org.postern.connections.GraphFixture.CONTOSO;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.TenantId;

/// The customer's scripts, whatever became of keys and connections; one of them is run against a play of `az`.
@Timeout(120)
class KillSwitchTest {
    private static final String OTHER = "99999999-2222-3333-4444-555555555555";
    private static final String HOSTILE = "x'; rm -rf / #";

    @TempDir
    private Path directory;

    @Test
    void isThereWithoutAKeyAfterCeasingAndAfterRemoval() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            fixture.connections.create(CONTOSO, ConnectionFunction.PROBE, fixture.cloud(), "contoso.example");
            fixture.connections.register(CONTOSO, ConnectionFunction.PROBE, OTHER);
            Files.delete(directory.resolve("contoso/sync.p12"));
            assertThatThrownBy(() -> fixture.connections.kit(CONTOSO, ConnectionFunction.SYNC))
                    .isInstanceOf(ConnectionException.class);
            assertNamesBoth(fixture);
            fixture.connections.keys().cease(CONTOSO, ConnectionFunction.PROBE, "stolen");
            assertNamesBoth(fixture);
            fixture.connections.remove(CONTOSO, ConnectionFunction.PROBE);
            assertNamesBoth(fixture);
        }
    }

    private static void assertNamesBoth(GraphFixture fixture) {
        ConnectKit.Scripts scripts = fixture.connections.killSwitch(CONTOSO);
        assertThat(scripts.powerShell()).contains("'" + CLIENT + "'", "'" + OTHER + "'", "'contoso.example'");
        assertThat(scripts.azureCli()).contains(CLIENT, OTHER, "'contoso.example'");
    }

    @Test
    void takesNothingFromTheLedgerThatIsNoId() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            Ledger ledger = fixture.connections.ledger(CONTOSO);
            ledger.append("connection.registered", "x", Map.of("directory", "contoso.example", "client", HOSTILE));
            ledger.append("connection.registered", "x", Map.of("directory", HOSTILE, "client", OTHER));
            ConnectKit.Scripts scripts = fixture.connections.killSwitch(CONTOSO);
            assertThat(scripts.azureCli() + scripts.powerShell())
                    .contains(CLIENT)
                    .doesNotContain("rm -rf")
                    .doesNotContain(OTHER);
        }
    }

    @Test
    void isNotOfOthersAndNotOfNothing() throws IOException {
        try (GraphFixture fixture = new GraphFixture(directory)) {
            TenantId fabrikam = new TenantId("fabrikam");
            assertThatThrownBy(() -> fixture.connections.killSwitch(fabrikam)).hasMessageContaining("has no");
            fixture.connections.create(fabrikam, ConnectionFunction.SYNC, Cloud.GLOBAL, "fabrikam.example");
            assertThatThrownBy(() -> fixture.connections.killSwitch(fabrikam))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("nothing to cut off");
        }
    }

    private record Run(int status, String log, String output) {}

    /// Runs the script with an `az` that notes how it is called, and fails where told to.
    private Run run(String script, String failing) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path log = bin.resolve("log");
        Files.writeString(bin.resolve("az"), """
                #!/bin/sh
                echo "$*" >> '%s'
                case "$*" in *%s*) exit 3;; esac
                case "$*" in *"app list"*) echo the-object;; *"credential list"*) echo secret-1;; esac
                """.formatted(log, failing));
        assertThat(bin.resolve("az").toFile().setExecutable(true)).isTrue();
        Path file = Files.writeString(directory.resolve("cut-postern-off.sh"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString()).redirectErrorStream(true);
        builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String called = Files.readString(log);
        Files.delete(log);
        return new Run(process.exitValue(), called, output);
    }

    @Test
    void theScriptCutsOffEveryApplicationAndNeverSaysSoWhenItDidNot() throws Exception {
        try (GraphFixture fixture = new GraphFixture(directory.resolve("connections"))) {
            fixture.connections.create(CONTOSO, ConnectionFunction.WATCH, fixture.cloud(), "second.example");
            fixture.connections.register(CONTOSO, ConnectionFunction.WATCH, OTHER);
            String script = fixture.connections.killSwitch(CONTOSO).azureCli();
            Run run = run(script, "nothing-at-all");
            assertThat(run.status()).as(run.output()).isZero();
            assertThat(run.log()).contains("login --tenant contoso.example", "login --tenant second.example");
            for (String client : List.of(CLIENT, OTHER)) {
                assertThat(run.log())
                        .contains("ad sp update --id " + client + " --set accountEnabled=false")
                        .contains("ad app credential delete --id " + client + " --key-id secret-1");
            }
            assertThat(run.log().split("--body \\{\"keyCredentials\":\\[]}", -1))
                    .hasSize(3);
            for (String failing : List.of("login", "\"app list\"", "\"sp update\"", "PATCH", "\"credential delete\"")) {
                Run failed = run(script, failing);
                assertThat(failed.status())
                        .as("%s fails: %s", failing, failed.output())
                        .isNotZero();
                assertThat(failed.output()).contains("SOMETHING FAILED");
            }
        }
    }
}
