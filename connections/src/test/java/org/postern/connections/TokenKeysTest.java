package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.ConnectionFunction.SYNC;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionKey.Kept;
import org.postern.connections.keys.SoftToken;
import org.postern.mail.TenantId;

/// Connections whose keys are in a PKCS#11 token, against the lab: PS256 assertions and proofs are signed inside it.
@Timeout(120)
class TokenKeysTest {
    private static final TenantId TENANT = new TenantId("in-a-token");

    @TempDir
    private Path directory;

    @Test
    void aKeyInATokenSignsInAndIsRolledAndAFilesKeyMovesIntoIt() throws Exception {
        KeyToken token = SoftToken.make();
        try (KeysFixture fixture = new KeysFixture(directory)) {
            fixture.connect(TENANT, SYNC, "Mail.Read", "User.Read.All");
            assertThat(fixture.find(TENANT, SYNC).key().keptIn()).isEqualTo(Kept.FILE);
            fixture.useToken(token);
            for (int round = 0; round < 2; round++) {
                RollReport report = fixture.roll(TENANT, SYNC, RollOrder.reestablish("round " + round, true));
                assertThat(report.outcome()).as("%s", report).isEqualTo(RollReport.Outcome.DONE);
                assertThat(fixture.find(TENANT, SYNC).key().keptIn()).isEqualTo(Kept.TOKEN);
            }
            fixture.restart();
            assertThat(fixture.connections.reader(TENANT).mailboxes()).isNotEmpty();
            assertThat(fixture.connections.check(TENANT, SYNC).passed()).isTrue();
            try (var files = Files.list(fixture.keyFile(TENANT, ""))) {
                assertThat(files.filter(file -> file.getFileName().toString().matches("sync.*p12")))
                        .isEmpty();
            }
            fixture.connections.remove(TENANT, SYNC);
        }
    }
}
