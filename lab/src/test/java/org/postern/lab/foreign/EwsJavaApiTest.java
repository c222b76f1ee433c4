package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.PropertySet;
import microsoft.exchange.webservices.data.core.enumeration.misc.ConnectingIdType;
import microsoft.exchange.webservices.data.core.enumeration.misc.ExchangeVersion;
import microsoft.exchange.webservices.data.core.enumeration.notification.EventType;
import microsoft.exchange.webservices.data.core.enumeration.property.BasePropertySet;
import microsoft.exchange.webservices.data.core.enumeration.property.MapiPropertyType;
import microsoft.exchange.webservices.data.core.enumeration.property.WellKnownFolderName;
import microsoft.exchange.webservices.data.core.enumeration.search.FolderTraversal;
import microsoft.exchange.webservices.data.core.enumeration.service.ConflictResolutionMode;
import microsoft.exchange.webservices.data.core.enumeration.service.DeleteMode;
import microsoft.exchange.webservices.data.core.enumeration.service.SyncFolderItemsScope;
import microsoft.exchange.webservices.data.core.enumeration.sync.ChangeType;
import microsoft.exchange.webservices.data.core.exception.service.remote.ServiceResponseException;
import microsoft.exchange.webservices.data.core.service.folder.Folder;
import microsoft.exchange.webservices.data.core.service.item.EmailMessage;
import microsoft.exchange.webservices.data.core.service.item.Item;
import microsoft.exchange.webservices.data.core.service.schema.EmailMessageSchema;
import microsoft.exchange.webservices.data.core.service.schema.ItemSchema;
import microsoft.exchange.webservices.data.misc.ImpersonatedUserId;
import microsoft.exchange.webservices.data.notification.StreamingSubscription;
import microsoft.exchange.webservices.data.notification.StreamingSubscriptionConnection;
import microsoft.exchange.webservices.data.property.complex.FolderId;
import microsoft.exchange.webservices.data.property.complex.ItemId;
import microsoft.exchange.webservices.data.property.complex.MimeContent;
import microsoft.exchange.webservices.data.property.definition.ExtendedPropertyDefinition;
import microsoft.exchange.webservices.data.search.FindItemsResults;
import microsoft.exchange.webservices.data.search.FolderView;
import microsoft.exchange.webservices.data.search.ItemView;
import microsoft.exchange.webservices.data.search.filter.SearchFilter;
import microsoft.exchange.webservices.data.sync.ChangeCollection;
import microsoft.exchange.webservices.data.sync.FolderChange;
import microsoft.exchange.webservices.data.sync.ItemChange;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Microsoft's own EWS client for Java (2.0, up to Exchange 2010 SP2) against the lab.
class EwsJavaApiTest {
    private static final ThreadLocal<SSLContext> TLS = new ThreadLocal<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static JudgedLab judged;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        judged = JudgedLab.start(directory, new SmallOffice());
    }

    @AfterAll
    static void stop() {
        judged.close();
    }

    /// Trusts the lab's CA; the library asks for its socket factory while it is still being made.
    private static final class TrustingService extends ExchangeService {
        TrustingService() {
            super(ExchangeVersion.Exchange2010_SP2);
        }

        @Override
        protected Registry<ConnectionSocketFactory> createConnectionSocketFactoryRegistry() {
            return RegistryBuilder.<ConnectionSocketFactory>create()
                    .register("https", new SSLConnectionSocketFactory(TLS.get()))
                    .build();
        }
    }

    private static ExchangeService service() throws Exception {
        TLS.set(judged.tls());
        ExchangeService service = new TrustingService();
        service.setUrl(URI.create(judged.ewsUrl()));
        service.getHttpHeaders().put("Authorization", "Bearer " + judged.ewsToken());
        service.setImpersonatedUserId(new ImpersonatedUserId(ConnectingIdType.SmtpAddress, SmallOffice.ANN));
        return service;
    }

    @Test
    void synchronisesFoldersAndItems() throws Exception {
        try (ExchangeService service = service()) {
            ChangeCollection<FolderChange> folders =
                    service.syncFolderHierarchy(PropertySet.FirstClassProperties, null);
            List<String> names = new ArrayList<>();
            for (FolderChange change : folders) {
                names.add(change.getFolder().getDisplayName());
            }
            assertThat(names).contains("Inbox", "Sent Items", "Projects", "Harbour");
            Set<String> ids = new HashSet<>();
            String state = null;
            boolean more = true;
            while (more) {
                ChangeCollection<ItemChange> page = service.syncFolderItems(
                        FolderId.getFolderIdFromWellKnownFolderName(WellKnownFolderName.Inbox),
                        PropertySet.IdOnly,
                        null,
                        7,
                        SyncFolderItemsScope.NormalItems,
                        state);
                for (ItemChange change : page) {
                    assertThat(change.getChangeType()).isEqualTo(ChangeType.Create);
                    ids.add(change.getItemId().getUniqueId());
                }
                state = page.getSyncState();
                more = page.getMoreChangesAvailable();
            }
            assertThat(ids).hasSize(SmallOffice.IN_INBOX);
        }
    }

    @Test
    void findsAndReadsMessagesWithTheirMime() throws Exception {
        try (ExchangeService service = service()) {
            FindItemsResults<Item> unread = service.findItems(
                    WellKnownFolderName.Inbox,
                    new SearchFilter.IsEqualTo(EmailMessageSchema.IsRead, false),
                    new ItemView(5));
            assertThat(unread.getTotalCount()).isEqualTo(8);
            assertThat(unread.getItems()).hasSize(5);
            assertThat(unread.isMoreAvailable()).isTrue();
            FindItemsResults<Item> one = service.findItems(
                    WellKnownFolderName.Inbox,
                    new SearchFilter.IsEqualTo(ItemSchema.Subject, "Message 3"),
                    new ItemView(10));
            EmailMessage message = EmailMessage.bind(
                    service,
                    one.getItems().getFirst().getId(),
                    new PropertySet(BasePropertySet.FirstClassProperties, ItemSchema.MimeContent));
            assertThat(message.getMimeContent().getContent()).isEqualTo(SmallOffice.mime(3));
            assertThat(message.getFrom().getAddress()).isEqualTo("jorg@outside.example");
            assertThat(message.getBody().toString()).contains("Grüße №3");
            assertThat(message.getToRecipients().getItems().getFirst().getAddress())
                    .isEqualTo(SmallOffice.ANN);
            assertThat(message.getAttachments().getItems().getFirst().getName()).isEqualTo("t.csv");
            assertThat(message.getInternetMessageId()).isEqualTo("<3@outside.example>");
        }
    }

    @Test
    void createsUpdatesMovesAndDeletes() throws Exception {
        try (ExchangeService service = service()) {
            Folder folder = new Folder(service);
            folder.setDisplayName("By Java");
            folder.save(WellKnownFolderName.MsgFolderRoot);
            folder.setDisplayName("By Java again");
            folder.update();
            EmailMessage made = new EmailMessage(service);
            made.setMimeContent(new MimeContent(
                    "UTF-8", "Subject: Made\r\nFrom: a@b.example\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)));
            made.setExtendedProperty(new ExtendedPropertyDefinition(0x0E07, MapiPropertyType.Integer), 1);
            made.save(folder.getId());
            EmailMessage read = EmailMessage.bind(service, made.getId());
            assertThat(read.getIsDraft()).isFalse();
            assertThat(read.getSubject()).isEqualTo("Made");
            read.setIsRead(false);
            read.update(ConflictResolutionMode.AutoResolve);
            assertThat(EmailMessage.bind(service, made.getId()).getIsRead()).isFalse();
            Item moved = read.move(WellKnownFolderName.SentItems);
            assertThat(moved.getId().getUniqueId()).isNotEqualTo(made.getId().getUniqueId());
            assertThatThrownBy(() -> Item.bind(service, new ItemId(made.getId().getUniqueId())))
                    .isInstanceOf(ServiceResponseException.class)
                    .hasMessageContaining("not found in the store");
            Item copy = moved.copy(folder.getId());
            copy.delete(DeleteMode.HardDelete);
            moved.delete(DeleteMode.MoveToDeletedItems);
            assertThat(service.findItems(WellKnownFolderName.DeletedItems, new ItemView(10))
                            .getTotalCount())
                    .isEqualTo(1);
            FolderView view = new FolderView(100);
            view.setTraversal(FolderTraversal.Deep);
            assertThat(service.findFolders(WellKnownFolderName.MsgFolderRoot, view)
                            .getFolders())
                    .anySatisfy(found -> assertThat(found.getDisplayName()).isEqualTo("By Java again"));
            folder.delete(DeleteMode.HardDelete);
        }
    }

    @Test
    void namesAreResolved() throws Exception {
        try (ExchangeService service = service()) {
            assertThat(service.resolveName("ann").iterator().next().getMailbox().getAddress())
                    .isEqualTo(SmallOffice.ANN);
        }
    }

    @Test
    void hearsOfNewMail() throws Exception {
        try (ExchangeService service = service()) {
            StreamingSubscription subscription = service.subscribeToStreamingNotifications(
                    List.of(FolderId.getFolderIdFromWellKnownFolderName(WellKnownFolderName.Drafts)),
                    EventType.Created);
            BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
            try (StreamingSubscriptionConnection connection = new StreamingSubscriptionConnection(service, 1)) {
                connection.addSubscription(subscription);
                connection.addOnNotificationEvent((_, news) -> news.getEvents().forEach(_ -> heard.add(1)));
                TLS.set(judged.tls());
                connection.open();
                EmailMessage draft = new EmailMessage(service);
                draft.setSubject("Drafted");
                draft.save(WellKnownFolderName.Drafts);
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
                // Else closing reads on until the minute is over.
                subscription.unsubscribe();
            }
        }
    }
}
