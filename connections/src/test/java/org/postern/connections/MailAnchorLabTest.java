package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.LabCustomer.TENANT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.LedgerEvidence.Anchored;
import org.postern.lab.world.Item;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;

/// Checkpoints mailed through the lab, with the least that the probe connection may be given.
@Timeout(120)
class MailAnchorLabTest {
    @TempDir
    private Path directory;

    private LabServers servers;

    @BeforeEach
    void start() throws Exception {
        servers = new LabServers(directory);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private LedgerEvidence evidence() {
        return servers.connections().evidence(TENANT);
    }

    private User user(int number) {
        return servers.customer.lab.world().tenants().getFirst().users().get(number);
    }

    private Anchored mailed(User to, Predicate<Anchored> until) throws InterruptedException {
        evidence().mailTo(new MailAnchor(to.address(), servers.firstAddress()));
        for (int i = 0; i < 6_000; i++) {
            Anchored state = evidence().standing().anchors().getFirst();
            if (until.test(state)) {
                return state;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("not within half a minute: " + evidence().standing());
    }

    private static List<Item> in(User user, WellKnown folder) {
        return user.mailbox().items(user.mailbox().folder(folder).number()).stream()
                .filter(item -> item.envelope().head().subject().startsWith("Checkpoint of Postern's ledger"))
                .toList();
    }

    private static boolean fails(Anchored state, String because) {
        return Objects.requireNonNullElse(state.fault(), "").contains(because);
    }

    /// From nothing to a mail by Graph with the least of rights, then by EWS to somebody else.
    @Test
    void whatHindersItIsToldAndThenItArrives() throws Exception {
        User first = user(1);
        User second = user(2);
        servers.customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        mailed(first, state -> fails(state, "no probe connection"));
        servers.customer.connect(ConnectionFunction.PROBE, "User.Read.All");
        Anchored denied = mailed(first, state -> fails(state, "ErrorAccessDenied"));
        assertThat(denied.at()).isNull();
        assertThat(servers.connections().reader(TENANT).mailboxes()).isNotEmpty();
        assertThat(in(first, WellKnown.INBOX)).isEmpty();
        ConnectKit kit = servers.connections().kit(TENANT, ConnectionFunction.PROBE);
        assertThat(kit.powerShell())
                .contains("Mail.Send")
                .doesNotContain("Mail.Read")
                .doesNotContain("User.Read");
        assertThat(kit.explanation()).contains("one mailbox");
        servers.customer.register(ConnectionFunction.PROBE, kit.certificatePem(), "Mail.Send");
        ConnectionCheck check = servers.connections().check(TENANT, ConnectionFunction.PROBE);
        assertThat(check.passed()).as("%s", check).isTrue();
        assertArrived(first, mailed(first, state -> state.at() != null));
        assertThat(in(servers.firstUser(), WellKnown.SENTITEMS)).hasSize(1);
        servers.connections().remove(TENANT, ConnectionFunction.PROBE);
        servers.connectByToken(ConnectionFunction.PROBE);
        mailed(second, state -> state.at() != null);
        assertThat(in(second, WellKnown.INBOX)).hasSize(1);
        assertThat(in(servers.firstUser(), WellKnown.SENTITEMS))
                .as("EWS leaves no copy")
                .hasSize(1);
        assertThat(servers.connections().ledger(TENANT).verify()).isInstanceOf(Ledger.Verification.Whole.class);
    }

    private void assertArrived(User addressee, Anchored state) throws IOException {
        List<Item> arrived = in(addressee, WellKnown.INBOX);
        assertThat(arrived).hasSize(1);
        String mail = new String(arrived.getFirst().content().bytes(), StandardCharsets.US_ASCII);
        assertThat(mail).contains(evidence().verifierKey()).contains("entries  " + state.size());
        assertThat(state.place()).isEqualTo("mail to " + addressee.address());
        Ledger.Entry sent = servers.connections().ledger(TENANT).read(0, 10_000).stream()
                .filter(entry -> entry.kind().equals("request")
                        && entry.details().getOrDefault("operations", "").contains("message.send"))
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(sent.actor()).isEqualTo("probe");
        assertThat(sent.number()).as("later than what it covers").isGreaterThan(state.size());
        assertThat(sent.details().get("path")).isEqualTo("/v1.0/users/{id}/sendMail");
        assertThat(sent.details().toString()).doesNotContain(addressee.address());
    }
}
