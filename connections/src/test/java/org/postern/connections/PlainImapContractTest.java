package org.postern.connections;

/// IMAP against a Dovecot that says it knows little: no CONDSTORE, no QRESYNC, no MOVE, no LIST extensions, as
/// Exchange.
class PlainImapContractTest extends DovecotContractTest {
    @Override
    String capabilities() {
        return "imap_capability = IMAP4rev1 SASL-IR UIDPLUS LITERAL+ SPECIAL-USE";
    }
}
