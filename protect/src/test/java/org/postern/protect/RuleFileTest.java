package org.postern.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.protect.RuleCheck.State;

class RuleFileTest {
    @TempDir
    Path directory;

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("rule.yml"), text);
    }

    @Test
    void aRuleIsReadWithWhatItSaysOfItself() throws Exception {
        Path file = file("""
                name: "Invoice from outside"
                type: rule
                severity: medium
                tags: [ "A", "B" ]
                id: 0123
                source: |
                  type.inbound
                  and strings.icontains(subject.subject, 'invoice')
                """);
        RuleCheck check = RuleCheck.of(file, RuleLists.none());
        assertThat(check.state()).isEqualTo(State.RUNNABLE);
        RuleFile rule = Objects.requireNonNull(check.rule());
        assertThat(rule.name()).isEqualTo("Invoice from outside");
        assertThat(rule.severity()).isEqualTo("medium");
        assertThat(rule.tags()).isEqualTo(List.of("A", "B"));
        assertThat(rule.isDetection()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x",
                "just text",
                "- a\n- list",
                "source: [1, 2]",
                "source: 'unclosed",
                "source: !!javax.script.ScriptEngineManager []",
                "a: &a [*a, *a]\nsource: x",
                "",
            })
    void whatIsNoRuleIsToldWithWords(String text) throws Exception {
        RuleCheck check = RuleCheck.of(file(text), RuleLists.none());
        assertThat(check.fits()).isFalse();
        assertThat(check.mistakes())
                .isNotEmpty()
                .allSatisfy(mistake -> assertThat(mistake).isNotBlank());
    }

    @Test
    void aMistakeInARuleStopsNoOther() throws Exception {
        file("name: broken\nsource: 'type.inbound and and'");
        Files.writeString(directory.resolve("good.yml"), "name: good\nsource: type.inbound");
        List<RuleCheck> checks = RuleCheck.all(directory, RuleLists.none());
        assertThat(checks).extracting(RuleCheck::state).containsExactly(State.RUNNABLE, State.UNPARSABLE);
        RuleSet rules = RuleSet.of(checks);
        assertThat(rules.judge(Message.read(new byte[0], ReadLimits.DEFAULT), Circumstances.FROM_OUTSIDE)
                        .matched())
                .extracting(RuleFile::name)
                .containsExactly("good");
    }

    @Test
    void listsAreFilesOfLines() throws Exception {
        Files.writeString(directory.resolve("url_shorteners.txt"), "bit.ly\n\n t.co \n");
        Files.writeString(directory.resolve("tranco_top_10k.csv"), "1,example.com\n2,example.net\n");
        RuleLists lists = RuleLists.read(directory);
        assertThat(lists.names()).containsExactlyInAnyOrder("url_shorteners", "tranco_10k");
        file("source: \"'t.co' in $url_shorteners and 'example.net' in $tranco_10k and 'x' not in $url_shorteners\"");
        assertThat(RuleSet.of(RuleCheck.all(directory, lists))
                        .judge(Message.read(new byte[0], ReadLimits.DEFAULT), Circumstances.FROM_OUTSIDE)
                        .matched())
                .hasSize(1);
    }
}
