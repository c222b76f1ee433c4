package org.postern.connections;

import static org.postern.connections.LabCustomer.TENANT;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// EWS against the lab, signed in with a token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsContractTest extends MailServiceContract {
    private LabServers servers;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        servers = new LabServers(directory);
        servers.connectByToken(ConnectionFunction.SYNC);
        servers.connectByToken(ConnectionFunction.REMEDIATE);
        servers.connectByToken(ConnectionFunction.PROBE);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Override
    MailReader reader() {
        return servers.connections().reader(TENANT);
    }

    @Override
    MailWriter writer() {
        return servers.connections().writer(TENANT);
    }

    @Override
    MailSender sender() {
        return servers.sender();
    }

    @Override
    void deleteFolder(String name) {
        servers.deleteFolder(name);
    }

    @Override
    String address() {
        return servers.firstAddress();
    }
}
