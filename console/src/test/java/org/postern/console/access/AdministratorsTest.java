package org.postern.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.console.problem.ProblemException;

class AdministratorsTest {
    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final String first = AdministratorToken.generate(random);

    @TempDir
    Path directory;

    private Administrators administrators;

    @BeforeEach
    void open() {
        administrators = open(first);
    }

    private Administrators open(String token) {
        return new Administrators(
                directory.resolve("administrators.json"), new AdministratorToken(token), clock, random);
    }

    @Test
    void theFirstIsThereAndEachHasATokenOfHisOwn() {
        assertThat(administrators.recognise(first)).map(Person::name).contains(Administrators.FIRST);
        String own = AdministratorToken.generate(random);
        administrators.add("ben", new AdministratorToken(own).fingerprint(), Administrators.FIRST);
        assertThat(administrators.recognise(own)).map(Person::name).contains("ben");
        assertThat(administrators.recognise(own + "x")).isEmpty();
        assertThat(administrators.recognise("")).isEmpty();
        assertThat(open(first).recognise(own))
                .as("after a restart")
                .map(Person::name)
                .contains("ben");
        assertThat(administrators.deciding()).containsExactly(Administrators.FIRST, "ben");
    }

    @Test
    void noTokenIsKeptAndTheFileIsItsOwnersAlone() throws Exception {
        Administrators.Fresh ben = administrators.invite("ben", Administrators.FIRST);
        Path file = directory.resolve("administrators.json");
        assertThat(Files.readString(file)).doesNotContain(ben.token()).doesNotContain(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whoseTokenAnotherSawDecidesNothingUntilItIsRenewed() {
        Administrators.Fresh shown = administrators.invite("ben", Administrators.FIRST);
        assertThat(administrators.deciding()).containsExactly(Administrators.FIRST);
        Administrators.Fresh own = administrators.renew("ben");
        assertThat(administrators.deciding()).containsExactly(Administrators.FIRST, "ben");
        assertThat(administrators.recognise(shown.token()))
                .as("the token before")
                .isEmpty();
        assertThat(administrators.holds("ben", shown.person().fingerprint()))
                .as("a session before")
                .isFalse();
        assertThat(administrators.recognise(own.token())).isPresent();
        assertThatThrownBy(() -> administrators.renew(Administrators.FIRST)).hasMessageContaining("admin-token");
    }

    @Test
    void aRemovedOneIsOutAtOnceAndForGood() {
        Administrators.Fresh ben = administrators.invite("ben", Administrators.FIRST);
        administrators.remove("ben");
        assertThat(administrators.recognise(ben.token())).isEmpty();
        assertThat(administrators.holds("ben", ben.person().fingerprint())).isFalse();
        assertThat(open(first).recognise(ben.token())).as("after a restart").isEmpty();
        assertThatThrownBy(() -> administrators.invite("ben", Administrators.FIRST))
                .hasMessageContaining("taken");
        assertThatThrownBy(() -> administrators.add("eve", ben.person().fingerprint(), Administrators.FIRST))
                .hasMessageContaining("another administrator's");
        assertThatThrownBy(() -> administrators.remove("ben")).isInstanceOf(ProblemException.class);
    }

    @Test
    void theLastOneStaysAndTheFirstComesBackOnlyWithANewToken() {
        assertThatThrownBy(() -> administrators.remove(Administrators.FIRST))
                .hasMessageContaining("only administrator");
        administrators.invite("ben", Administrators.FIRST);
        administrators.remove(Administrators.FIRST);
        assertThat(open(first).recognise(first))
                .as("the same token after a restart")
                .isEmpty();
        String fresh = AdministratorToken.generate(random);
        assertThat(open(fresh).recognise(fresh))
                .as("a token made at the machine")
                .isPresent();
    }

    @Test
    void namesThatStandForPosternItselfAreTaken() {
        for (String name : new String[] {"postern", "schedule", "server", Administrators.FIRST}) {
            assertThatThrownBy(() -> administrators.invite(name, "x")).as(name).isInstanceOf(ProblemException.class);
        }
        for (String name : new String[] {"", "Ben", "ben\n", "a b", ".ben", "b".repeat(64)}) {
            assertThatThrownBy(() -> administrators.invite(name, "x"))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theLastUseIsKnownToTenMinutes() {
        administrators.recognise(first);
        Instant used = now.get();
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(9)));
        administrators.recognise(first);
        assertThat(administrators.list().getFirst().lastUsedAt()).isEqualTo(used);
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(2)));
        administrators.recognise(first);
        assertThat(open(first).list().getFirst().lastUsedAt()).isEqualTo(now.get());
    }
}
