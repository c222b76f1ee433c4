package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.vault.CatalogServer;
import org.postern.vault.TestPostgres;

/// The offline commands on a vault whose catalog is on PostgreSQL.
class VaultCatalogTest {
    @TempDir
    Path temp;

    private VaultRun run(String... words) {
        CatalogServer server = TestPostgres.schemaOf(temp);
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--repo", temp.resolve("repo").toString(), "--catalog", server.url()));
        return VaultRun.of(
                Map.of(
                        "POSTERN_PASSPHRASE",
                        "correct horse battery",
                        "POSTERN_CATALOG_USER",
                        server.user(),
                        "POSTERN_CATALOG_PASSWORD",
                        "hunter2hunter2"),
                command.toArray(String[]::new));
    }

    private static void requireGood(VaultRun run) {
        assertThat(run.code()).as(run.err() + run.out()).isZero();
    }

    @Test
    void putFindCheckRebuildAndGetBack() throws IOException {
        Path mail = Files.createDirectories(temp.resolve("mail"));
        for (String word : List.of("apricot", "bilberry", "damson")) {
            Files.writeString(
                    mail.resolve(word + ".eml"),
                    "From: anna@contoso.test\r\nSubject: " + word + "\r\n\r\nHello, " + word + ".\r\n");
        }
        requireGood(run("put", "--index", mail.toString()));
        VaultRun again = run("put", "--json", mail.toString());
        assertThat(again.out()).contains("\"added\":0");
        assertThat(temp.resolve("repo/catalog.db")).doesNotExist();
        requireGood(run("check", "--read-data"));
        assertThat(run("search", "bilberry").out()).contains("bilberry").doesNotContain("apricot");
        requireGood(run("rebuild-catalog"));
        requireGood(run("forget"));
        requireGood(run("compact"));
        assertThat(run("stats", "--json").out()).contains("\"messages\":3");
        requireGood(run("get", "--out", temp.resolve("out").toString()));
        for (Path file : List.of(Path.of("apricot.eml"), Path.of("bilberry.eml"), Path.of("damson.eml"))) {
            assertThat(temp.resolve("out").resolve(file)).hasSameBinaryContentAs(mail.resolve(file));
        }
        Map<String, String> environment = Map.of("POSTERN_PASSPHRASE", "correct horse battery");
        String repo = temp.resolve("repo").toString();
        assertThat(VaultRun.of(environment, "stats", "--repo", repo).code()).isNotZero(); // Not a second catalog.
        requireGood(VaultRun.of(
                environment,
                "get",
                "--from-packs",
                "--repo",
                repo,
                "--out",
                temp.resolve("packs").toString()));
        requireGood(VaultRun.of(environment, "rebuild-catalog", "--repo", repo));
        assertThat(VaultRun.of(environment, "stats", "--json", "--repo", repo).out())
                .contains("\"messages\":3");
    }

    @Test
    void aUrlWithAPasswordIsRefusedWithoutRepeatingIt() {
        CatalogOptions options = new CatalogOptions();
        options.url = "jdbc:postgresql://postern:hunter2hunter2@localhost/mail";
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> options.server(Map.of()))
                .withMessageContaining("POSTERN_CATALOG_PASSWORD")
                .withMessageNotContaining("hunter2")
                .matches(e -> e.exitCode() == ExitCode.USAGE);
    }
}
