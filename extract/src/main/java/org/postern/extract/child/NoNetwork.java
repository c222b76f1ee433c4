package org.postern.extract.child;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImplFactory;
import java.net.URL;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/// Refuses every way on which Java reaches a network, in the whole process.
///
/// The parent names it as the process's provider of channels, and [NoAsynchronousNetwork]; [#refuseSockets] does the
/// same for sockets and URLs. Names are looked up in an empty file. A document that runs native code of its own is
/// beyond this.
public final class NoNetwork extends SelectorProvider {
    static final String REFUSED = "this process has no network";

    /// Called once, before any document is read.
    @SuppressWarnings("deprecation") // For other uses; to refuse all sockets there is no other way.
    static void refuseSockets() throws IOException {
        SocketImplFactory none = () -> {
            throw new UnsupportedOperationException(REFUSED);
        };
        Socket.setSocketImplFactory(none);
        ServerSocket.setSocketFactory(none);
        DatagramSocket.setDatagramSocketImplFactory(() -> {
            throw new UnsupportedOperationException(REFUSED);
        });
        URL.setURLStreamHandlerFactory(protocol -> switch (protocol) {
            case "file", "jar", "jrt" -> null; // Where the program's own classes are.
            default -> new NoUrls();
        });
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        throw new IOException(REFUSED);
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        throw new IOException(REFUSED);
    }

    @Override
    public Pipe openPipe() throws IOException {
        throw new IOException(REFUSED);
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        throw new IOException(REFUSED);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        throw new IOException(REFUSED);
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        throw new IOException(REFUSED);
    }
}
