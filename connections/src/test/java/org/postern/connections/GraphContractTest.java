package org.postern.connections;

import static org.postern.connections.LabCustomer.TENANT;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Graph against the lab.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphContractTest extends MailServiceContract {
    private LabServers servers;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        servers = new LabServers(directory);
        servers.customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        servers.customer.connect(ConnectionFunction.REMEDIATE, "Mail.ReadWrite");
        servers.customer.connect(ConnectionFunction.PROBE, "Mail.Send");
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

    @Override
    boolean keepsReceipt() {
        return false;
    }
}
