package org.postern.lab.source;

import java.io.IOException;
import java.util.List;

/// Fills a lab: gives the organisations, each of which becomes a tenant with mailboxes.
public interface MailSource {
    /// Every organisation, always in the same order and with the same content for the same source and seed.
    ///
    /// Lists what there is without holding messages' bytes; called once, when the lab starts.
    List<Organisation> organisations() throws IOException;
}
