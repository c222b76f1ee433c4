package org.postern.connections;

/// What the customer's administrator needs to register a connection: the certificate and scripts that do it.
///
/// Holds nothing secret; the private key stays in its keystore.
public record ConnectKit(String certificatePem, String powerShell, String azureCli, String explanation) {
    /// The same done in two ways.
    public record Scripts(String powerShell, String azureCli) {}
}
