package org.postern.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.cli.Terminals;
import org.postern.cli.client.Api;
import org.postern.cli.terminal.Terminal;

/// The story must believe nobody: a truthful server passes, and each lie fails at the step that meets it.
class StoryTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Terminal terminal = Terminals.of(new ByteArrayOutputStream(), told, Map.of());
    private final Report report = new Report();

    private void play(FakePostern server) {
        try (Api api = new Api(server.address())) {
            Narrator narrator = new Narrator(terminal, true);
            new Story(api, server.lab, "t", "sample", narrator, Clock.systemUTC(), report).play();
        }
    }

    @Test
    void passesWithATruthfulServerAndCountsWhatTheLabSaw() throws Exception {
        try (FakePostern server = new FakePostern(FakeLab.withMail())) {
            play(server);
        }
        assertThat(report.messages).isEqualTo(14);
        assertThat(report.identical).isEqualTo(14);
        assertThat(report.mismatched).isZero();
        assertThat(report.deleted).isEqualTo(4);
        assertThat(report.found).isEqualTo(4);
        assertThat(report.restored).isEqualTo(4);
        assertThat(report.exported).isEqualTo(7);
        assertThat(report.requests).isEqualTo(2); // The lab's count, not the server's claim.
        assertThat(report.document()).containsEntry("ok", true).containsEntry("failedStep", null);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("✓ First sync")
                .contains("Sync: 14 of 14 (100 %)");
    }

    @ParameterizedTest
    @CsvSource({
        "FAILS_THE_SYNC, First sync",
        "CHANGES_A_BYTE, Compare every message in the vault with the lab",
        "LOSES_A_MESSAGE, Compare every message in the vault with the lab",
        "DOUBLES_A_MESSAGE, Compare every message in the vault with the lab",
        "MISSES_THE_DELETION, Sync again",
        "FORGETS_WHAT_WAS_DELETED, 'Compare the vault now, and as it was'",
        "FINDS_NOTHING, Search for what was deleted",
        "RESTORES_TOO_LITTLE, Restore the folder as it was",
        "REFUSES_A_GOOD_MESSAGE, Restore the folder as it was",
        "RESTORES_OTHER_BYTES, Restore the folder as it was",
        "RESTORES_TWICE, 'Restore again: nothing doubles'",
        "EXPORTS_OTHER_BYTES, Export the mailbox as it was",
        "HAS_A_BROKEN_LEDGER, Check the ledger",
    })
    void aLieFailsAtTheStepThatMeetsIt(FakePostern.Lie lie, String step) throws Exception {
        try (FakePostern server = new FakePostern(FakeLab.withMail())) {
            server.lies.add(lie);
            assertThatThrownBy(() -> play(server))
                    .isInstanceOfSatisfying(
                            StepFailedException.class,
                            failure -> assertThat(failure.step()).isEqualTo(step));
        }
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("✗ " + step);
        assertThat(report.identical).isZero();
    }

    @Test
    void aMessageWithoutHeaderIsNotExpectedBack() throws Exception {
        FakeLab lab = FakeLab.withMail();
        lab.deliver("t", "anna", "Inbox", "no header at all\r\n".getBytes(StandardCharsets.UTF_8));
        try (FakePostern server = new FakePostern(lab)) {
            play(server);
        }
        assertThat(report.deleted).isEqualTo(5);
        assertThat(report.restored).isEqualTo(4);
        assertThat(report.notRestorable).isEqualTo(1);
    }

    @Test
    void aChangedByteIsToldWithItsMessageAndCounted() throws Exception {
        try (FakePostern server = new FakePostern(FakeLab.withMail())) {
            server.lies.add(FakePostern.Lie.CHANGES_A_BYTE);
            assertThatThrownBy(() -> play(server))
                    .hasMessageContaining("id-0==")
                    .hasMessageContaining("has other bytes");
        }
        assertThat(report.mismatched).isEqualTo(2); // One in each mailbox.
    }

    @Test
    void anEmptyLabFailsBecauseNothingWouldBeShown() throws Exception {
        try (FakePostern server = new FakePostern(new FakeLab())) {
            assertThatThrownBy(() -> play(server)).hasMessageContaining("no message");
        }
    }

    @Test
    void theTableNamesTheFailedStep() {
        report.failedStep = "Sync again";
        report.reason = "the disk is full";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.print(new PrintStream(out, true, StandardCharsets.UTF_8), 100);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("FAILED at step \"Sync again\": the disk is full");
    }
}
