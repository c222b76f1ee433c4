package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// The write key is used under a mandate and not otherwise; each use is in the ledger before it.
class MandateTest {
    private static final TenantId TENANT = GraphFixture.CONTOSO;
    private static final MailboxId ANNA = new MailboxId("anna");
    private static final ItemId ITEM = new ItemId("item");
    private static final Warrant WARRANT = new Warrant("job-7", "anna", new Warrant.Consent.Given("ben", "0a1b"));

    @TempDir
    private Path directory;

    private GraphFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new GraphFixture(directory);
        fixture.connect(ConnectionFunction.REMEDIATE);
        fixture.answer((_, _) -> ScriptedServer.Answer.json(200, "{\"value\":[]}"));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private FileConnections connections() {
        return (FileConnections) fixture.connections;
    }

    private List<Ledger.Entry> entries() {
        return connections().ledger(TENANT).read(0, 1_000);
    }

    private List<String> kindsOf(String function) {
        return entries().stream()
                .filter(entry -> entry.kind().startsWith("mandate.")
                        || (entry.kind().startsWith("token.") && function.equals(entry.actor())))
                .map(Ledger.Entry::kind)
                .toList();
    }

    @Test
    void theMandateIsInTheLedgerBeforeTheKeySignsIn() {
        try (WriteMandate mandate = connections().mandate(TENANT, WARRANT)) {
            mandate.writer().delete(ANNA, ITEM);
        }
        assertThat(kindsOf("remediate"))
                .startsWith("mandate.begun", "token.requested")
                .endsWith("mandate.ended");
        Ledger.Entry begun = entries().stream()
                .filter(entry -> entry.kind().equals("mandate.begun"))
                .findFirst()
                .orElseThrow();
        assertThat(begun.details())
                .containsEntry("job", "job-7")
                .containsEntry("orderedBy", "anna")
                .containsEntry("approvedBy", "ben")
                .containsEntry("order", "0a1b")
                .containsEntry("purpose", "job");
    }

    @Test
    void withoutAMandateTheWriteKeyGetsNoToken() {
        OpenConnection open = connections().opened(TENANT, ConnectionFunction.REMEDIATE);
        assertThatThrownBy(() -> open.entraTokens().current())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("outside a mandate");
        assertThatThrownBy(() -> open.entraTokens().signIn()).hasMessageContaining("outside a mandate");
        assertThatThrownBy(() -> open.service().writer().delete(ANNA, ITEM)).hasMessageContaining("outside a mandate");
        assertThat(fixture.server.received()).as("requests").isEmpty();
        assertThat(connections().reader(TENANT).mailboxes())
                .as("the sync key needs none")
                .isEmpty();
    }

    @Test
    void aMandateEndsWithItsJobAndTakesItsTokenAlong() {
        WriteMandate mandate = connections().mandate(TENANT, WARRANT);
        MailWriter writer = mandate.writer();
        OpenConnection kept = connections().opened(TENANT, ConnectionFunction.REMEDIATE);
        writer.delete(ANNA, ITEM);
        int requests = fixture.server.received().size();
        mandate.close();
        mandate.close();
        assertThatThrownBy(() -> writer.delete(ANNA, ITEM))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("mandate of job job-7 has ended");
        assertThatThrownBy(() -> kept.entraTokens().current()).isInstanceOf(ConnectionException.class);
        try (WriteMandate another = connections().mandate(TENANT, WARRANT)) {
            assertThatThrownBy(() -> writer.delete(ANNA, ITEM)).hasMessageContaining("has ended");
            assertThatThrownBy(() -> kept.entraTokens().current()).isInstanceOf(ConnectionException.class);
            assertThat(fixture.server.received()).hasSize(requests);
            another.writer().delete(ANNA, ITEM);
        }
        assertThat(entries().stream().filter(entry -> entry.kind().equals("mandate.ended")))
                .hasSize(2);
    }

    @Test
    void theEndOfOneJobLeavesAnotherItsMandate() {
        try (WriteMandate longer = connections().mandate(TENANT, WARRANT)) {
            connections().mandate(TENANT, TestMandates.WARRANT).close();
            longer.writer().delete(ANNA, ITEM);
        }
    }

    @Test
    void aTestOfTheConnectionHasAMandateOfItsOwnThatEnds() {
        Actor.as("ben", () -> connections().check(TENANT, ConnectionFunction.REMEDIATE));
        assertThat(kindsOf("remediate"))
                .startsWith("mandate.begun", "token.requested")
                .endsWith("mandate.ended");
        assertThat(entries().stream().filter(entry -> entry.kind().equals("mandate.begun")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo("ben");
                    assertThat(entry.details()).containsEntry("purpose", "check");
                });
        assertThatThrownBy(() -> connections()
                        .opened(TENANT, ConnectionFunction.REMEDIATE)
                        .entraTokens()
                        .current())
                .hasMessageContaining("outside a mandate");
    }

    @Test
    void whatCannotBeginIsNotNotedAndAnotherTenantsMandateIsWorthNothing() {
        TenantId other = new TenantId("fabrikam");
        assertThatThrownBy(() -> connections().mandate(other, WARRANT)).hasMessageContaining("has no");
        connections().create(other, ConnectionFunction.REMEDIATE, fixture.cloud(), "fabrikam.example");
        assertThatThrownBy(() -> connections().mandate(other, WARRANT)).hasMessageContaining("not registered");
        assertThat(connections().ledger(other).read(0, 100))
                .noneMatch(entry -> entry.kind().startsWith("mandate."));
        connections().register(other, ConnectionFunction.REMEDIATE, "22222222-2222-2222-2222-222222222222");
        try (WriteMandate _ = connections().mandate(other, WARRANT)) {
            assertThatThrownBy(() -> connections()
                            .opened(TENANT, ConnectionFunction.REMEDIATE)
                            .entraTokens()
                            .current())
                    .hasMessageContaining("outside a mandate");
        }
    }

    @Test
    void whoOrderedIsNeverTheSecondPerson() {
        assertThatThrownBy(() -> new Warrant("job", "anna", new Warrant.Consent.Given("anna", "0a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// A method that the mandate's writer inherits would say "cannot" for a service that can.
    @Test
    void everyThingAWriterDoesIsDoneUnderTheMandate() {
        for (Method method : MailWriter.class.getMethods()) {
            assertThat(MandatedWriter.class.getDeclaredMethods())
                    .as(method.toString())
                    .anySatisfy(own -> {
                        assertThat(own.getName()).isEqualTo(method.getName());
                        assertThat(own.getParameterTypes()).isEqualTo(method.getParameterTypes());
                    });
        }
    }
}
