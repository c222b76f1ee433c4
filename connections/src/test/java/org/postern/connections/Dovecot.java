package org.postern.connections;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.postern.connections.keys.HeldKey;

/// A real Dovecot of this test alone: its own configuration, port, users and mail below a directory that is deleted.
///
/// Runs as whoever runs the test. As root its processes take the name of `nobody`, for Dovecot serves no mail as root.
public final class Dovecot implements AutoCloseable {
    public static final String MASTER = "postern-master";
    public static final String MASTER_PASSWORD = "a master's secret ü";
    static final String PASSWORD = "ada's own secret";

    /// Tokens are checked here by the key that signed them.
    static final String LOCAL_TOKENS = """
            passdb {
              driver = oauth2
              mechanisms = xoauth2
              args = %DIR%/oauth2.conf
            }
            """;

    private final Path directory;
    private final Process process;
    private final int port;

    /// Skips the test, loudly, where there is no Dovecot.
    ///
    /// @param extra lines of configuration, such as a shorter list of capabilities
    /// @param clientAuthorities PEM certificates that may sign in by TLS
    public static Dovecot start(String extra, String clientAuthorities, String... users) throws IOException {
        Path program = List.of("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/usr/bin/dovecot").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                program != null,
                "SKIPPED: NO DOVECOT HERE, so the IMAP client is not tested against a real server. Install it:"
                        + " apt-get install dovecot-imapd");
        return new Dovecot(program, extra, clientAuthorities, users);
    }

    private Dovecot(Path program, String extra, String clientAuthorities, String... users) throws IOException {
        this.directory = Files.createTempDirectory(
                Path.of("/tmp"),
                "dovecot",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        this.port = freePort();
        boolean root = "root".equals(System.getProperty("user.name"));
        String user = root ? "nobody" : System.getProperty("user.name");
        String group = root ? "nogroup" : run("id", "-gn");
        write("server.pem", TestAuthority.pem());
        write("server.key", keyPem());
        write("clients.pem", clientAuthorities.isEmpty() ? TestAuthority.pem() : clientAuthorities);
        StringBuilder passwords = new StringBuilder();
        for (String name : users) {
            passwords.append(name).append(":{PLAIN}").append(PASSWORD).append('\n');
        }
        write("users", passwords.toString());
        write("masters", MASTER + ":{PLAIN}" + MASTER_PASSWORD + "\n");
        write("oauth2.conf", """
                introspection_mode = local
                local_validation_key_dict = fs:posix:prefix=%1$s/keys/
                username_attribute = email
                """.formatted(directory));
        Files.createDirectories(directory.resolve("keys/default/RS256"));
        write("keys/default/RS256/lab", publicKeyPem());
        write("dovecot.conf", configuration(user, group, extra.replace("%DIR%", directory.toString())));
        Files.createDirectories(directory.resolve("mail"));
        if (root) {
            run("chown", "-R", user + ":" + group, directory.resolve("mail").toString());
        }
        this.process = new ProcessBuilder(
                        program.toString(),
                        "-F",
                        "-c",
                        directory.resolve("dovecot.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        await();
        awaitUser(users[0]);
    }

    /// The port answers before those who know the users do.
    private void awaitUser(String user) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                doveadm("user", user);
                return;
            } catch (IOException e) {
                if (tries == 40) {
                    close();
                    throw e;
                }
                pause();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static String publicKeyPem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(TestAuthority.tokenKeys().getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    private static String keyPem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(TestAuthority.tokenKeys().getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    private String configuration(String user, String group, String extra) {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/log
                listen = 127.0.0.1
                protocols = imap
                default_internal_user = %2$s
                default_internal_group = %3$s
                default_login_user = %2$s
                mail_uid = %2$s
                mail_gid = %3$s
                first_valid_uid = 1
                mail_home = %1$s/mail/%%u
                mail_location = sdbox:~/box
                ssl = required
                ssl_cert = <%1$s/server.pem
                ssl_key = <%1$s/server.key
                ssl_ca = <%1$s/clients.pem
                ssl_verify_client_cert = yes
                ssl_require_crl = no
                auth_verbose = yes
                auth_ssl_username_from_cert = yes
                auth_username_chars =
                auth_mechanisms = plain external xoauth2
                mail_max_userip_connections = 10
                mailbox_list_index = yes
                service anvil {
                  chroot =
                }
                service imap-login {
                  chroot =
                  process_min_avail = 0
                  inet_listener imap {
                    port = 0
                  }
                  inet_listener imaps {
                    port = %4$d
                    ssl = yes
                  }
                }
                passdb {
                  driver = static
                  mechanisms = external
                  master = yes
                  args = nopassword=y
                  result_success = continue
                }
                passdb {
                  driver = passwd-file
                  mechanisms = plain
                  master = yes
                  args = %1$s/masters
                  result_success = continue
                }
                passdb {
                  driver = passwd-file
                  mechanisms = plain external
                  args = %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=%2$s gid=%3$s allow_all_users=yes
                }
                namespace inbox {
                  inbox = yes
                  separator = /
                  mailbox Sent {
                    special_use = \\Sent
                    auto = create
                  }
                  mailbox Trash {
                    special_use = \\Trash
                    auto = create
                  }
                }
                %5$s
                """.formatted(directory, user, group, port, extra);
    }

    private void await() throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException e) {
                pause();
            }
        }
        String said = log();
        close();
        throw new IOException("Dovecot did not start: " + said);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String run(String... command) throws IOException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (started.waitFor() != 0) {
                throw new IOException(command[0] + " failed: " + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Puts a message into an inbox, as a delivery would.
    public void save(String user, String mime) throws IOException {
        saveTo(user, "INBOX", mime);
    }

    public void saveTo(String user, String folder, String mime) throws IOException {
        Path file = directory.resolve("incoming");
        Files.writeString(file, mime);
        doveadm("save", "-u", user, "-m", folder, file.toString());
    }

    /// Runs one of Dovecot's own administration commands, such as to save or expunge mail behind the client's back.
    public String doveadm(String... command) throws IOException {
        String[] whole = new String[command.length + 3];
        whole[0] = "doveadm";
        whole[1] = "-c";
        whole[2] = directory.resolve("dovecot.conf").toString();
        System.arraycopy(command, 0, whole, 3, command.length);
        return run(whole);
    }

    public String log() throws IOException {
        Path log = directory.resolve("log");
        Path output = directory.resolve("output");
        return (Files.exists(output) ? Files.readString(output) : "")
                + (Files.exists(log) ? Files.readString(log) : "");
    }

    public URI uri() {
        return URI.create("imaps://localhost:" + port);
    }

    public MailServer server(MailServer.Method method, String account, String... mailboxes) {
        return new MailServer(
                ServiceKind.IMAP,
                uri(),
                method,
                account.isEmpty() ? null : account,
                List.of(mailboxes),
                null,
                TestAuthority.pem());
    }

    static String pem(HeldKey key) {
        return HeldKey.pem(key.certificate());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
