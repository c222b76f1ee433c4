package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.TenantId;
import tools.jackson.databind.json.JsonMapper;

class ConnectionJsonTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TenantId CONTOSO = new TenantId("contoso");

    /// As the version wrote it that knew one key.
    private static final String OLD = """
            {"directoryTenant":"contoso.example","clientId":"11111111-2222-3333-4444-555555555555","state":"ACTIVE",
             "thumbprint":"AB12","certificateFrom":"2026-01-01T00:00:00Z","certificateUntil":"2027-01-01T00:00:00Z",
             "cloud":{"name":"global","login":"https://login.microsoftonline.com",
                      "graph":"https://graph.microsoft.com","caPem":null}}
            """;

    private static Connection read(String text) {
        return ConnectionJson.read(CONTOSO, ConnectionFunction.SYNC, JSON.readTree(text));
    }

    @Test
    void aFileOfOneKeyIsReadAsItsFirst() {
        Connection old = read(OLD);
        assertThat(old.keys()).singleElement().satisfies(key -> {
            assertThat(key.number()).isEqualTo(1);
            assertThat(key.state()).isEqualTo(ConnectionKey.State.ACTIVE);
            assertThat(key.keptIn()).isEqualTo(ConnectionKey.Kept.FILE);
        });
        assertThat(old.thumbprint()).isEqualTo("AB12");
        assertThat(old.warnings(Instant.parse("2026-06-01T00:00:00Z")))
                .anyMatch(warning -> warning.contains("--object-id"));
        assertThat(read(ConnectionJson.write(old).toString())).isEqualTo(old);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Connection old = read(OLD);
        Instant until = Instant.parse("2027-03-01T00:00:00Z");
        ConnectionKey first = old.key().retiring(Instant.parse("2026-12-01T00:00:00Z"));
        ConnectionKey second = new ConnectionKey(
                2,
                ConnectionKey.State.ACTIVE,
                ConnectionKey.Kept.TOKEN,
                "CD34",
                "EF",
                "key",
                old.key().from(),
                until,
                null);
        Connection rolled = old.withKeys(List.of(second, first)).registeredAs("client", "object");
        assertThat(read(ConnectionJson.write(rolled).toString())).isEqualTo(rolled);
        assertThat(rolled.thumbprint()).isEqualTo("CD34");
        assertThat(rolled.warnings(Instant.parse("2026-06-01T00:00:00Z"))).isEmpty();
        assertThat(rolled.warnings(until.minusSeconds(60))).anyMatch(warning -> warning.contains("expires in 0 days"));
        assertThat(rolled.warnings(until)).anyMatch(warning -> warning.contains("expired"));
        assertThat(second.lastThird(Instant.parse("2026-06-01T00:00:00Z"))).isFalse();
        assertThat(second.lastThird(Instant.parse("2026-12-01T00:00:00Z"))).isTrue();
    }

    @Test
    void aNewerFormatIsRefused() {
        assertThatThrownBy(() -> read("{\"format\":3}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newer version");
    }
}
