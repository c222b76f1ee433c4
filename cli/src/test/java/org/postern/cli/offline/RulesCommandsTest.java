package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.Terminals;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `postern rules check` and `postern scan`, without a server.
class RulesCommandsTest {
    @TempDir
    Path directory;

    private Path rules;
    private String err = "";

    @BeforeEach
    void rules() throws Exception {
        rules = Files.createDirectories(directory.resolve("detection-rules"));
        rule("invoice", "type.inbound and strings.icontains(subject.subject, 'invoice')");
        rule("shortener", "any(body.links, .href_url.domain.root_domain in $url_shorteners)");
        rule("intent", "any(ml.nlu_classifier(body.current_thread.text).intents, .name == 'bec')");
        Path lists = Files.createDirectories(directory.resolve("lists"));
        Files.writeString(lists.resolve("url_shorteners.txt"), "shorter.com\n");
    }

    private void rule(String name, String source) throws Exception {
        Files.writeString(
                rules.resolve(name + ".yml"), "name: " + name + "\ntype: rule\nseverity: low\nsource: |\n  " + source);
    }

    private String run(int exitCode, boolean scan, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Terminal terminal = Terminals.of(out, errors, Map.of());
        PrintStream said = new PrintStream(errors, true, StandardCharsets.UTF_8);
        CommandLine command = scan ? OfflineCommands.scan(terminal) : OfflineCommands.rules(terminal);
        int code = command.setExecutionExceptionHandler((e, line, _) -> {
                    said.println(e.getMessage());
                    return line.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
        err = errors.toString(StandardCharsets.UTF_8);
        assertThat(code).as(err).isEqualTo(exitCode);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode last(String out) {
        return JsonMapper.shared().readTree(out.lines().toList().getLast());
    }

    @Test
    void rulesAreCountedAndWhatTheyLackIsNamed() {
        JsonNode figures = last(run(0, false, "check", rules.toString(), "--json"));
        assertThat(figures.toString())
                .isEqualTo("{\"rules\":3,\"parsed\":3,\"typed\":3,\"runnable\":2,"
                        + "\"detection\":{\"rules\":3,\"parsed\":3,\"typed\":3,\"runnable\":2}}");
        assertThat(run(0, false, "check", rules.toString(), "--missing"))
                .contains("intent.yml lacks ml.nlu_classifier")
                .contains("66.7 %");
    }

    /// What of the organisation nobody said is missing, not empty: such a rule must not seem to find nothing.
    @Test
    void listsOfTheOrganisationAreMissingUntilSaid() throws Exception {
        rule("vip", "any($org_vips, .display_name =~ sender.display_name)");
        rule("own", "sender.email.domain.domain in $org_domains or sender.email.domain.sld in $org_slds");
        assertThat(run(0, false, "check", rules.toString(), "--missing"))
                .contains("vip.yml lacks $org_vips")
                .contains("own.yml lacks $org_domains");
        assertThat(last(run(0, false, "check", rules.toString(), "--org-domain", "Contoso.com", "--json"))
                        .path("runnable")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aMistakeIsToldWithItsPlaceAndTheExitCode() throws Exception {
        rule("wrong", "sender.emial.email == 'x'");
        assertThat(run(1, false, "check", rules.toString()))
                .contains("wrong.yml:1:1")
                .contains("Is it \"email\"?");
        assertThat(last(run(1, false, "check", rules.toString(), "--json"))
                        .path("typed")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void messagesAreJudged() throws Exception {
        Path mail = Files.createDirectories(directory.resolve("mail"));
        Files.writeString(
                mail.resolve("1.eml"),
                "From: a@example.com\r\nTo: b@example.org\r\nSubject: Your INVOICE\r\n\r\nhttps://shorter.com/x\r\n");
        Files.writeString(
                mail.resolve("2.eml"), "From: b@example.org\r\nTo: c@example.com\r\nSubject: Invoice\r\n\r\nHello\r\n");
        String out =
                run(0, true, mail.toString(), "--rules", rules.toString(), "--org-domain", "Example.org", "--json");
        List<JsonNode> lines =
                out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
        JsonNode first = lines.stream()
                .filter(line -> line.path("file").asString("").endsWith("1.eml"))
                .findFirst()
                .orElseThrow();
        assertThat(first.path("matched").toString()).isEqualTo("[\"invoice\",\"shortener\"]");
        assertThat(first.path("undecided").toString()).isEqualTo("{\"intent\":[\"ml.nlu_classifier\"]}");
        JsonNode figures = lines.getLast();
        assertThat(figures.path("messages").asInt()).isEqualTo(2);
        assertThat(figures.path("matched").asInt()).isEqualTo(1);
        assertThat(figures.path("failed").asInt()).isZero();
        assertThat(run(0, true, mail.toString(), "--rules", rules.toString()))
                .contains("1.eml: invoice [low]")
                .contains("2 messages judged by 3 rules");
    }

    @Test
    void whatIsNotThereIsSaid() {
        run(1, true, directory.resolve("no").toString(), "--rules", rules.toString());
        assertThat(err).contains("There is no");
        run(1, false, "check", directory.resolve("lists").toString());
        assertThat(err).contains("holds no rule");
    }
}
