package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.cli.client.ExitCode;
import org.postern.cli.quickstart.FakeLab;
import org.postern.cli.quickstart.FakePostern;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every command against a small server over real HTTP.
class CommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private FakePostern server;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = new FakePostern(FakeLab.withMail());
        server.vault.sync(server.lab);
        Files.writeString(folder.resolve("admin-token"), FakePostern.TOKEN + "\n");
        announce(ProcessHandle.current().pid());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void announce(long pid) throws IOException {
        Files.writeString(
                folder.resolve("server.json"),
                "{\"url\":\"" + server.url() + "\",\"pid\":" + pid + ",\"version\":\"0.1.0\"}");
    }

    private int run(String... words) {
        return answer(false, "", words);
    }

    private int answer(boolean interactive, String input, String... words) {
        out.reset();
        err.reset();
        var terminal = Terminals.of(out, err, Map.of("POSTERN_DIR", folder.toString()), interactive, input);
        return Commands.of(terminal).execute(words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(out()); // Fails when there is more than one document.
    }

    static Stream<List<String>> allCommands() {
        return Stream.of(
                        "status",
                        "tenant list",
                        "tenant add contoso --name Contoso",
                        "connection list",
                        "connection add sync --directory-tenant sample.example",
                        "connection kit sync",
                        "connection kit --kill-switch",
                        "connection register sync 1234",
                        "connection check sync",
                        "connection remove sync --yes",
                        "mailbox list",
                        "sync",
                        "sync --no-wait",
                        "folders anna",
                        "messages anna Inbox",
                        "show anna id-0==",
                        "show anna id-0== --history",
                        "search invoice --mailbox anna",
                        "restore anna --as-at now",
                        "restore anna --as-at now --dry-run",
                        "export anna --out FILE",
                        "job list",
                        "ledger show",
                        "ledger verify",
                        "ledger export --out FILE",
                        "ledger prove 3 --out FILE",
                        "ledger checkpoint",
                        "ledger status",
                        "ledger mail --to a@x.example --from b@x.example",
                        "ledger mail --off",
                        "ledger key",
                        "completion")
                .map(line -> List.of(line.split(" ")));
    }

    private String[] words(List<String> command, String... more) {
        List<String> words = new ArrayList<>(command);
        words.replaceAll(word -> word.equals("FILE") ? folder.resolve("out.zip").toString() : word);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("allCommands")
    void everyCommandAnswersWithOneJsonDocument(List<String> command) {
        assertThat(run(words(command, "--json"))).as(err()).isZero();
        assertThat(json().isObject()).isTrue();
        assertThat(out().strip()).doesNotContain("\n");
    }

    @ParameterizedTest
    @MethodSource("allCommands")
    void everyCommandAnswersAPersonWithoutControlCharacters(List<String> command) {
        assertThat(run(words(command))).as(err()).isZero();
        assertThat(out()).isNotBlank().doesNotContain("\u001b");
    }

    @ParameterizedTest
    @MethodSource("allCommands")
    void everyCommandExplainsItself(List<String> command) {
        List<String> names = command.stream()
                .takeWhile(word -> word.matches("[a-z]+"))
                .limit(2)
                .toList();
        List<String> path = subcommand(names) ? names : names.subList(0, 1);
        assertThat(run(words(path, "--help"))).isZero();
        assertThat(out()).contains("Usage: postern " + String.join(" ", path)).contains("Options:");
    }

    private static boolean subcommand(List<String> names) {
        var terminal = Terminals.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), Map.of());
        CommandLine first = Commands.of(terminal).getSubcommands().get(names.getFirst());
        return first != null && names.size() > 1 && first.getSubcommands().containsKey(names.get(1));
    }

    @Test
    void withoutAServerItSaysHowToStartOne() throws IOException {
        announce(Long.MAX_VALUE); // A process that is not there.
        assertThat(run("status", "--json")).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(err())
                .contains("No Postern server runs")
                .contains("./postern server")
                .contains(folder.toString());
        assertThat(json().path("error").path("exitCode").asInt(0)).isEqualTo(3);
    }

    @Test
    void aServerThatDoesNotAnswerIsUnreachable() {
        server.close();
        assertThat(run("status")).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(err()).contains("does not answer").contains(server.url().toString());
    }

    @Test
    void aWrongTokenIsToldAndNeverShown() throws IOException {
        Path other = Files.writeString(folder.resolve("other-token"), "not-the-token");
        assertThat(run("status", "--token-file", other.toString())).isEqualTo(ExitCode.NOT_ALLOWED.number());
        assertThat(err()).contains("--token-file").doesNotContain("not-the-token");
        assertThat(run("status")).isZero();
        assertThat(out() + err()).doesNotContain(FakePostern.TOKEN);
    }

    @Test
    void anotherUrlAndTokenFileAreUsedWhenGiven() throws IOException {
        Files.delete(folder.resolve("server.json"));
        String token = folder.resolve("admin-token").toString();
        assertThat(run("tenant", "list", "--server", server.url() + "/", "--token-file", token))
                .isZero();
        assertThat(out()).contains("sample");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stauts",
                "restore anna",
                "restore anna --as-at soon",
                "connection add fly",
                "tenant",
                "",
                "search --folder Inbox",
                "show anna id-0== --raw --json",
                "quickstart --json"
            })
    void wrongUsageIsExitCode2AndTriesNothing(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("postern: ").contains("--help");
        assertThat(server.requests).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void whatIsNotThereIsExitCode5() {
        assertThat(run("folders", "nobody")).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(err()).contains("nobody").contains("mailbox list");
        assertThat(run("messages", "anna", "Nowhere")).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run("show", "anna", "no-such-id")).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run("sync", "--tenant", "other")).isEqualTo(ExitCode.NOT_FOUND.number());
    }

    @Test
    void theTenantMayBeLeftOutOnlyWhenThereIsOne() {
        server.tenants.add("second");
        assertThat(run("mailbox", "list")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("sample, second");
        assertThat(run("mailbox", "list", "-t", "sample")).isZero();
    }

    @Test
    void aFailedJobIsExitCode1WithItsReasonAndAdvice() {
        server.lies.add(FakePostern.Lie.FAILS_THE_SYNC);
        assertThat(run("sync", "--json")).isEqualTo(ExitCode.FAILED.number());
        assertThat(err()).contains("The disk is full.").contains("Make room.");
        assertThat(json().path("state").asString("")).isEqualTo("failed");
    }

    @Test
    void aJobWithWarningsIsExitCode6() {
        server.jobState = "warning";
        assertThat(run("sync")).isEqualTo(ExitCode.PARTLY.number());
    }

    @Test
    void aRestoreSendsWhatWasAskedAndInstantsAreLocal() {
        String line =
                "restore anna@sample.example --folder inbox --as-at 2030-01-01T02:00:00+01:00 --to ben --into Back"
                        + " --conflict copy --dry-run --item a/b+c= --no-subfolders";
        run(line.split(" "));
        JsonNode sent = server.bodies.getLast();
        assertThat(sent.toString())
                .isEqualTo(
                        "{\"mailbox\":\"anna\",\"folder\":\"Inbox\",\"includeSubfolders\":false,\"items\":[\"a/b+c=\"],"
                                + "\"asAt\":\"2030-01-01T01:00:00Z\",\"target\":{\"mailbox\":\"ben\",\"folder\":\"Back\"},"
                                + "\"conflict\":\"copy\",\"dryRun\":true}");
    }

    @Test
    void idsWithAnyCharacterAreEncodedInPaths() {
        run("show", "anna", "AAk/ x+=?%");
        assertThat(server.requests).anyMatch(request -> request.contains("/messages/AAk%2F%20x%2B%3D%3F%25"));
        assertThat(err()).contains("AAk/ x+=?%"); // The server decoded it to what was meant.
    }

    @Test
    void rawBytesAreThoseOfTheServer() {
        assertThat(run("show", "anna", "id-0==", "--raw")).isZero();
        assertThat(out.toByteArray()).isEqualTo(server.lab.mime("t", "anna", "id-0=="));
    }

    @Test
    void anExportIsWrittenWholeAndNeverOverAFile() throws IOException {
        Path file = folder.resolve("anna.zip");
        assertThat(run("export", "anna", "--out", file.toString())).isZero();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(7);
        }
        assertThat(run("export", "anna", "--out", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(err()).contains("--force");
        assertThat(run("export", "anna", "--out", file.toString(), "--force")).isZero();
        assertThat(run("export", "anna", "--out", "/no/such/folder/x.zip")).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void addingAConnectionWritesTheKitAndGoesOnAtATerminal() throws IOException {
        Path kit = folder.resolve("kit");
        String[] words = {"connection", "add", "sync", "--directory-tenant", "sample.example", "--out", kit.toString()};
        assertThat(answer(true, "client-1\n", words)).isZero();
        assertThat(out()).contains("BEGIN CERTIFICATE").contains("The connection works.");
        assertThat(Files.readString(kit.resolve("postern-sync.pem"))).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(kit.resolve("register-sync.ps1")).exists();
        assertThat(server.bodies.getLast().path("clientId").asString("")).isEqualTo("client-1");
    }

    @Test
    void aMailServerNeedsItsAddressAndAWayToSignIn() {
        assertThat(run("connection", "add", "sync", "--kind", "ews")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--mail-server");
        assertThat(run("connection", "add", "sync", "--kind", "imap", "--mail-server", "imaps://mail.example"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("POSTERN_MAIL_PASSWORD");
        assertThat(run("connection", "add", "sync")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--directory-tenant");
    }

    @Test
    void addingAConnectionWithoutAPersonSaysHowToGoOn() {
        assertThat(run("connection", "add", "remediate", "--directory-tenant", "sample.example"))
                .isZero();
        assertThat(err()).contains("postern connection register remediate CLIENT-ID");
    }

    @Test
    void aConnectionThatFailsItsTestSaysWhatIsMissing() {
        server.checkPasses = false;
        assertThat(run("connection", "check", "sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(out())
                .contains("✗ Sign in with the certificate: AADSTS700027")
                .contains("→ Upload the certificate.");
    }

    @Test
    void removingAConnectionAsksFirst() {
        server.connections.add("sync");
        assertThat(run("connection", "remove", "sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(answer(true, "n\n", "connection", "remove", "sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(server.connections).containsExactly("sync");
        assertThat(answer(true, "y\n", "connection", "remove", "sync")).isZero();
        assertThat(server.connections).isEmpty();
    }

    @Test
    void aBrokenLedgerIsExitCode1() {
        server.lies.add(FakePostern.Lie.HAS_A_BROKEN_LEDGER);
        assertThat(run("ledger", "verify")).isEqualTo(ExitCode.FAILED.number());
        assertThat(out()).contains("entry 3");
    }

    @Test
    void theExitCodesInTheHelpAreThoseInUse() {
        run("--help");
        for (ExitCode code : ExitCode.values()) {
            assertThat(out()).contains(code.number() + "   " + code.meaning());
        }
    }

    @Test
    void theCompletionIsValidBash() throws Exception {
        run("completion");
        Path script = Files.write(folder.resolve("completion.sh"), out.toByteArray());
        assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor())
                .isZero();
    }
}
