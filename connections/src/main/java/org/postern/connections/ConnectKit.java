package org.postern.connections;

/// What the customer's administrator needs to register a connection: the certificate and scripts that do it; and to cut
/// Postern off again.
///
/// Holds nothing secret; the private key stays in its keystore.
///
/// @param killSwitch for the customer to keep; of all the tenant's connections that are registered by now
public record ConnectKit(
        String certificatePem, String powerShell, String azureCli, String explanation, Scripts killSwitch) {
    /// The same done in two ways.
    public record Scripts(String powerShell, String azureCli) {}
}
