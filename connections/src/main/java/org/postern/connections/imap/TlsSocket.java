package org.postern.connections.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A socket that speaks TLS from its first byte, has checked the server's name, and bounds what comes in.
final class TlsSocket extends Socket {
    private static final long LINE_MOST = 8L << 20;

    private final SSLSocketFactory factory;
    private final String host;
    private final int handshakeMillis;
    private final int stallMillis;
    private volatile Socket plain = new Socket();
    private volatile SSLSocket tls;
    private volatile GuardedStream guard;

    @SuppressWarnings("NullAway.Init") // A socket is nothing before it is connected.
    TlsSocket(SSLSocketFactory factory, String host, int handshakeMillis, int stallMillis) {
        this.factory = factory;
        this.host = host;
        this.handshakeMillis = handshakeMillis;
        this.stallMillis = stallMillis;
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        plain.connect(address, timeoutMillis);
        plain.setSoTimeout(handshakeMillis);
        int port = ((InetSocketAddress) address).getPort();
        SSLSocket wrapped = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = wrapped.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 8314 §3.3: the name, as RFC 6125 has it.
        wrapped.setSSLParameters(parameters);
        wrapped.startHandshake();
        plain.setSoTimeout(stallMillis);
        tls = wrapped;
        guard = new GuardedStream(wrapped.getInputStream(), LINE_MOST);
    }

    GuardedStream guard() {
        return guard;
    }

    @Override
    public InputStream getInputStream() {
        return guard;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return tls.getOutputStream();
    }

    @Override
    public boolean isConnected() {
        return tls != null;
    }

    @Override
    public boolean isClosed() {
        return plain.isClosed();
    }

    @Override
    public void close() throws IOException {
        plain.close(); // Without TLS's farewell, for which a server that is stuck would have to be waited.
    }
}
