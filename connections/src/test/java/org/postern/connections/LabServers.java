package org.postern.connections;

import static org.postern.connections.LabCustomer.TENANT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.connections.MailServer.Method;
import org.postern.lab.world.ExchangeFace;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;

/// The lab as an Exchange Server: accounts that may impersonate, and connections to its EWS by each way to sign in.
final class LabServers implements AutoCloseable {
    static final String ACCOUNT = "FERNHOLLOW\\postern";
    static final String PASSWORD = "correct horse: bättery";

    final LabCustomer customer;

    LabServers(Path directory) throws IOException {
        this(directory, GraphFixture.limits(200 << 20));
    }

    LabServers(Path directory, ConnectionLimits limits) throws IOException {
        this.customer = new LabCustomer(directory, limits);
    }

    Connections connections() {
        return customer.connections;
    }

    MailSender sender() {
        return ((FileConnections) connections())
                .opened(TENANT, ConnectionFunction.PROBE)
                .service()
                .sender();
    }

    ExchangeFace exchange() {
        return customer.lab.world().tenants().getFirst().exchange();
    }

    String firstAddress() {
        return firstUser().address();
    }

    User firstUser() {
        return customer.lab.world().tenants().getFirst().users().getFirst();
    }

    /// Copies other mailboxes' messages into the first one's inbox until it has so many more.
    void gatherInFirstMailbox(int count) {
        MailboxStore target = firstUser().mailbox();
        long inbox = target.folder(WellKnown.INBOX).number();
        int copied = 0;
        for (User user : customer.lab.world().tenants().getFirst().users()) {
            for (FolderView folder : user.mailbox().folders()) {
                for (Item item : user.mailbox().items(folder.number())) {
                    if (copied < count && !user.equals(firstUser())) {
                        copied++;
                        target.create(inbox, item.content(), item.attributes());
                    }
                }
            }
        }
    }

    void deleteFolder(String name) {
        MailboxStore mailbox = firstUser().mailbox();
        mailbox.purgeFolder(mailbox.folderAt(List.of(name)).orElseThrow().number());
    }

    MailServer server(Method method, String account, String... mailboxes) throws IOException {
        return new MailServer(
                ServiceKind.EWS,
                URI.create(customer.lab.baseUrl() + "/EWS/Exchange.asmx"),
                method,
                account.isEmpty() ? null : account,
                List.of(mailboxes),
                URI.create("https://outlook.office365.com"),
                Files.readString(customer.lab.caFile()));
    }

    /// By a token, as Exchange Online wants it.
    void connectByToken(ConnectionFunction function, String... mailboxes) throws IOException, InterruptedException {
        Cloud cloud = new Cloud(
                "lab",
                URI.create(customer.lab.baseUrl()),
                URI.create(customer.lab.baseUrl()),
                Files.readString(customer.lab.caFile()));
        connections()
                .create(
                        TENANT,
                        function,
                        server(Method.TOKEN, firstAddress(), mailboxes),
                        new Credential.Entra(cloud, customer.domain()));
        customer.register(function, connections().kit(TENANT, function).certificatePem(), "full_access_as_app");
    }

    void connectByPassword(ConnectionFunction function, String... mailboxes) throws IOException {
        exchange().add(new ServiceAccount(ACCOUNT, Optional.of(PASSWORD), Optional.empty(), true));
        connections()
                .create(
                        TENANT,
                        function,
                        server(Method.PASSWORD, ACCOUNT, mailboxes),
                        new Credential.Password(PASSWORD.toCharArray()));
    }

    void connectByCertificate(ConnectionFunction function, String... mailboxes)
            throws IOException, GeneralSecurityException {
        connections()
                .create(TENANT, function, server(Method.CERTIFICATE, ACCOUNT, mailboxes), new Credential.Certificate());
        String pem = connections().kit(TENANT, function).certificatePem();
        byte[] der = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .getEncoded();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        exchange().add(new ServiceAccount(ACCOUNT, Optional.empty(), Optional.of(sha256), true));
    }

    @Override
    public void close() {
        customer.close();
    }
}
