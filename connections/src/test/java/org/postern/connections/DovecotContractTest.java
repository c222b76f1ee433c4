package org.postern.connections;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.TenantId;

/// IMAP against a Dovecot with all that it can: QRESYNC, UIDPLUS, MOVE, LIST-STATUS; signed in as a master user.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotContractTest extends MailServiceContract {
    static final TenantId TENANT = new TenantId("dovecot");
    static final String ADA = "ada@example.org";

    private Dovecot dovecot;
    private Connections connections;

    String capabilities() {
        return "";
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        dovecot = Dovecot.start(capabilities(), "", ADA, "grace@example.org");
        connections = FileConnections.open(GraphFixture.config(directory), TestAuthority.quickKeys());
        MailServer server = dovecot.server(MailServer.Method.PASSWORD, Dovecot.MASTER, ADA, "grace@example.org");
        for (ConnectionFunction function : List.of(ConnectionFunction.SYNC, ConnectionFunction.REMEDIATE)) {
            connections.create(
                    TENANT, function, server, new Credential.Password(Dovecot.MASTER_PASSWORD.toCharArray()));
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (connections != null) {
            connections.close();
        }
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @Override
    MailReader reader() {
        return connections.reader(TENANT);
    }

    @Override
    MailWriter writer() {
        return connections.writer(TENANT);
    }

    @Override
    MailSender sender() {
        return ((FileConnections) connections)
                .opened(TENANT, ConnectionFunction.SYNC)
                .service()
                .sender();
    }

    @Override
    boolean sends() {
        return false;
    }

    @Override
    void deleteFolder(String name) throws IOException {
        dovecot.doveadm("mailbox", "delete", "-u", ADA, name);
    }

    @Override
    String address() {
        return ADA;
    }
}
