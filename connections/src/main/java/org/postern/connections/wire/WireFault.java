package org.postern.connections.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// Tells what an I/O fault means for the request that met it.
public final class WireFault {
    private WireFault() {}

    /// Whether no connection came about, so that nothing can have been carried out.
    ///
    /// @throws ConnectionException (permanent) when the server's own certificate is not trusted
    public static boolean neverSent(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertificateException) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "The service's own certificate is not trusted: " + cause.getMessage()
                                + ". Check the cloud's address and certificate authority, and any proxy between.",
                        e);
            }
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }
}
