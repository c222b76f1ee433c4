package org.postern.connections;

import org.postern.mail.TenantId;

/// Mandates of a job that no policy asks consent for.
public final class TestMandates {
    public static final Warrant WARRANT = new Warrant("job-1", "test", new Warrant.Consent.NotAsked("off"));

    private TestMandates() {}

    /// A writer whose mandate lasts as long as the connections.
    static MailWriter writer(Connections connections, TenantId tenant) {
        return connections.mandate(tenant, WARRANT).writer();
    }
}
