package org.postern.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Change;
import org.postern.vault.content.MessageBuilder;
import org.postern.vault.content.MessageSplitter;
import org.postern.vault.content.Skeleton;
import org.postern.vault.pack.Bench;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.PackEntry;

/// Takes messages apart into objects, and puts them together again.
final class ContentStore {
    private static final int LARGE = 16 << 20;
    private final Catalog catalog;
    private final Benches benches;
    private final Semaphore large = new Semaphore(1); // One message above LARGE at a time, to bound memory.

    ContentStore(Catalog catalog, Benches benches) {
        this.catalog = catalog;
        this.benches = benches;
    }

    ObjectName nameOf(OpenTenant tenant, byte[] message) {
        return benches.use(bench -> bench.nameOfMessage(tenant.packs().keys(), message));
    }

    /// Stores what is not there yet of a message; durable with the next commit.
    ///
    /// @return what the commit must say of the content; empty when the catalog has it
    Optional<Change.Content> put(OpenTenant tenant, ObjectName name, byte[] message) {
        tenant.names().learn();
        if (tenant.packs().mayHold(name) && catalog.hasContent(tenant.row(), name)) {
            return Optional.empty();
        }
        return bounded(message.length, () -> {
            Message read = Message.read(message, ReadLimits.DEFAULT);
            store(tenant, name, message, read);
            return Optional.of(new Change.Content(name, message.length, Normal.summary(read)));
        });
    }

    /// Also of a message whose object is there but was never committed: its leaves may have been dropped since.
    private void store(OpenTenant tenant, ObjectName name, byte[] message, Message read) {
        try {
            benches.use(bench -> {
                Skeleton skeleton = MessageSplitter.split(
                        message, read.root(), (bytes, start, length) -> leaf(tenant, bench, bytes, start, length));
                if (isKnown(tenant, name)) {
                    return false;
                }
                byte[] plain = skeleton.encode();
                append(tenant, bench, ObjectKind.MESSAGE, name, plain, 0, plain.length);
                return true;
            });
            tenant.packs().learn(benches);
        } catch (UncheckedIOException e) {
            throw Committer.notWritten(tenant, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Committer.notWritten(tenant, String.valueOf(e.getMessage()), e);
        }
    }

    private ObjectName leaf(OpenTenant tenant, Bench bench, byte[] bytes, int start, int length) {
        ObjectName name = bench.nameOf(tenant.packs().keys(), ObjectKind.LEAF, bytes, start, length);
        if (!isKnown(tenant, name)) {
            try {
                append(tenant, bench, ObjectKind.LEAF, name, bytes, start, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return name;
    }

    private static void append(
            OpenTenant tenant, Bench bench, ObjectKind kind, ObjectName name, byte[] plain, int offset, int length)
            throws IOException {
        tenant.packs().append(bench, tenant.packs().seal(bench, kind, name, plain, offset, length));
    }

    private boolean isKnown(OpenTenant tenant, ObjectName name) {
        return tenant.packs().mayHold(name) && location(tenant, name).isPresent();
    }

    private Optional<Location> location(OpenTenant tenant, ObjectName name) {
        return tenant.packs().unregistered(name).map(PackEntry::location).or(() -> catalog.object(tenant.row(), name));
    }

    /// The bytes of a message, compared with its name.
    byte[] get(OpenTenant tenant, ObjectName name) {
        Location at = catalog.object(tenant.row(), name)
                .orElseThrow(() -> new VaultException(
                        VaultException.Kind.PERMANENT,
                        "Tenant " + tenant.id() + " has no message " + name + " in the vault."));
        try {
            Skeleton skeleton = Skeleton.decode(tenant.packs().read(benches, ObjectKind.MESSAGE, name, at));
            return build(tenant, name, at, skeleton, Map.of());
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw unfit(tenant, name, at, e);
        }
    }

    /// The structure of a message without its larger leaves; not compared with its name, since that needs them all.
    Skeleton skeleton(OpenTenant tenant, ObjectName name, Location at) {
        return stored(tenant, ObjectKind.MESSAGE, name, at, Skeleton::decode);
    }

    /// The plain bytes of one leaf object.
    byte[] leaf(OpenTenant tenant, ObjectName name, Location at) {
        return stored(tenant, ObjectKind.LEAF, name, at, bytes -> bytes);
    }

    private <T> T stored(
            OpenTenant tenant,
            ObjectKind kind,
            ObjectName name,
            Location at,
            java.util.function.Function<byte[], T> decode) {
        try {
            return decode.apply(tenant.packs().read(benches, kind, name, at));
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw unfit(tenant, name, at, e);
        }
    }

    /// The bytes of a message whose skeleton is there, compared with its name.
    ///
    /// @param places where its leaves lie, as far as that is known
    byte[] build(OpenTenant tenant, ObjectName name, Location at, Skeleton skeleton, Map<ObjectName, Location> places) {
        return bounded(skeleton.length(), () -> checked(tenant, name, at, skeleton, places));
    }

    private byte[] checked(
            OpenTenant tenant, ObjectName name, Location at, Skeleton skeleton, Map<ObjectName, Location> places) {
        try {
            byte[] message = MessageBuilder.build(skeleton, leaf -> readLeaf(tenant, name, leaf, places));
            if (!nameOf(tenant, message).equals(name)) {
                throw new IllegalArgumentException("other bytes than its name says");
            }
            return message;
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (IllegalArgumentException e) {
            throw unfit(tenant, name, at, e);
        }
    }

    private byte[] readLeaf(OpenTenant tenant, ObjectName message, ObjectName leaf, Map<ObjectName, Location> places)
            throws IOException {
        Location at = Optional.ofNullable(places.get(leaf))
                .or(() -> catalog.object(tenant.row(), leaf))
                .orElseThrow(() -> new VaultException(
                        VaultException.Kind.CORRUPT,
                        "Message " + message + " needs object " + leaf + ", which no pack of tenant " + tenant.id()
                                + " holds. Put missing packs back from a copy and rebuild the catalog."));
        return tenant.packs().read(benches, ObjectKind.LEAF, leaf, at);
    }

    private static VaultException unreadable(ObjectName name, IOException e) {
        return new VaultException(
                VaultException.Kind.RETRYABLE,
                "Message " + name + " could not be read: " + e.getMessage() + ". Check the disk and try again.",
                e);
    }

    private static VaultException unfit(OpenTenant tenant, ObjectName name, Location at, RuntimeException e) {
        return new VaultException(
                VaultException.Kind.CORRUPT,
                "Message " + name + " in pack " + at.pack() + " of tenant " + tenant.id() + " cannot be put together: "
                        + e.getMessage() + ". Put the pack back from a copy.",
                e);
    }

    private <T> T bounded(int length, java.util.function.Supplier<T> work) {
        if (length < LARGE) {
            return work.get();
        }
        large.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            large.release();
        }
    }
}
