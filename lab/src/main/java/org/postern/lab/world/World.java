package org.postern.lab.world;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.lab.source.Folder;
import org.postern.lab.source.MailSource;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Message;
import org.postern.lab.source.Organisation;
import org.postern.lab.source.WellKnownFolder;

/// Everything that is in the lab.
public final class World {
    private final Seed seed;
    private final LabClock clock;
    private final List<Tenant> tenants = new ArrayList<>();

    private final AtomicReference<Duration> keyPropagation = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> signInDelay = new AtomicReference<>(Duration.ZERO);

    public World(Seed seed, LabClock clock) {
        this.seed = seed;
        this.clock = clock;
    }

    public LabClock clock() {
        return clock;
    }

    /// How long after a key was added the sign-in service learns of it; Entra takes minutes.
    public Duration keyPropagation() {
        return keyPropagation.get();
    }

    /// For keys added from now on.
    public void keyPropagation(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A key cannot be known before it is added; asked for " + delay + ".");
        }
        keyPropagation.set(delay);
    }

    /// How long after a sign-in the log shows it; Entra takes minutes to hours.
    public Duration signInDelay() {
        return signInDelay.get();
    }

    /// For what is read from now on.
    public void signInDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A log cannot tell what is to come; asked for " + delay + ".");
        }
        signInDelay.set(delay);
    }

    public Seed seed() {
        return seed;
    }

    public synchronized List<Tenant> tenants() {
        return List.copyOf(tenants);
    }

    /// The tenant with this GUID or domain.
    public Optional<Tenant> tenant(String idOrDomain) {
        return tenants().stream().filter(tenant -> tenant.isCalled(idOrDomain)).findFirst();
    }

    /// Adds every organisation of a source as a tenant.
    public synchronized void fill(MailSource source) throws IOException {
        for (Organisation organisation : source.organisations()) {
            if (tenant(organisation.domain()).isPresent()) {
                throw new IllegalArgumentException("Two organisations have the domain " + organisation.domain()
                        + "; give each source its own domain.");
            }
            Tenant tenant = new Tenant(seed, clock, organisation.name(), organisation.domain());
            organisation.mailboxes().forEach(mailbox -> fill(tenant, mailbox));
            tenants.add(tenant);
        }
    }

    private static void fill(Tenant tenant, Mailbox source) {
        MailboxStore store =
                tenant.addUser(source.address(), source.displayName()).mailbox();
        for (Folder folder : source.folders()) {
            long number = folder(store, folder).number();
            folder.messages().forEach(message -> store.create(number, message.content(), attributes(message)));
        }
    }

    private static FolderView folder(MailboxStore store, Folder folder) {
        return folder.wellKnown()
                .map(role -> store.folder(role(role)))
                .orElseGet(() -> store.ensureFolder(folder.path()));
    }

    private static WellKnown role(WellKnownFolder folder) {
        return switch (folder) {
            case INBOX -> WellKnown.INBOX;
            case DRAFTS -> WellKnown.DRAFTS;
            case SENT_ITEMS -> WellKnown.SENTITEMS;
            case DELETED_ITEMS -> WellKnown.DELETEDITEMS;
            case ARCHIVE -> WellKnown.ARCHIVE;
            case JUNK_EMAIL -> WellKnown.JUNKEMAIL;
        };
    }

    private static Item.Attributes attributes(Message message) {
        return Item.Attributes.received(message.receivedAt())
                .withRead(message.isRead())
                .withDraft(message.isDraft())
                .withFlag(message.flag())
                .withCategories(message.categories());
    }
}
