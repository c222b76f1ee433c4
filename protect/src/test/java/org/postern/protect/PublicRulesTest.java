package org.postern.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.protect.RuleCheck.State;

/// The public rules, as far as the corpus has them: every one is read, and as many can be answered as could be.
class PublicRulesTest {
    private static Path folder(String name) {
        String corpus = Optional.ofNullable(System.getenv("POSTERN_CORPUS")).orElse("../../shared/corpus/unpacked");
        Path folder = Path.of(corpus).resolve("rules/mql").resolve(name);
        assumeTrue(
                Files.isDirectory(folder),
                "SKIPPED: no public rules at " + folder + "; set POSTERN_CORPUS to the unpacked corpus");
        return folder;
    }

    @Test
    void everyPublicRuleFitsTheModel() {
        RuleLists lists = RuleLists.read(folder("static-files")).with("org_domains", List.of("example.org"));
        List<RuleCheck> checks = RuleCheck.all(folder("sublime"), lists);
        assertThat(checks).hasSizeGreaterThan(700);
        assertThat(checks)
                .allSatisfy(check ->
                        assertThat(check.mistakes()).as(check.file().toString()).isEmpty());
        List<RuleCheck> detection = checks.stream()
                .filter(check -> check.rule() != null && check.rule().isDetection())
                .toList();
        assertThat(detection.stream()
                        .filter(check -> check.state() == State.RUNNABLE)
                        .count())
                .as("answerable of %d", detection.size())
                .isGreaterThan(detection.size() * 35L / 100);
    }

    /// Rules of strangers about mail of strangers: always an answer.
    @Test
    void allRulesJudgeAllKindsOfMail() throws Exception {
        RuleSet rules =
                RuleSet.of(RuleCheck.all(folder("sublime/detection-rules"), RuleLists.read(folder("static-files"))));
        Path mime = folder("sublime-samples").resolve("../../../mime").normalize();
        int judged = 0;
        try (var tree = Files.walk(mime)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                if (judged < 60 && file.hashCode() % 10 == 0 && Files.size(file) < 200_000) {
                    RuleSet.Verdict verdict = rules.judge(
                            Message.read(Files.readAllBytes(file), ReadLimits.DEFAULT), Circumstances.FROM_OUTSIDE);
                    assertThat(verdict.matched().size() + verdict.undecided().size())
                            .as(file.toString())
                            .isLessThan(rules.ruleCount());
                    judged++;
                }
            }
        }
        assertThat(judged).isGreaterThan(20);
    }
}
