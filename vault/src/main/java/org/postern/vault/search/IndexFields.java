package org.postern.vault.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.StringHelper;
import org.postern.extract.Extraction;
import org.postern.mail.EmailAddress;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.MailboxId;

/// The fields of the index's documents, and what of each is kept: words and positions for text, nothing for display.
///
/// Four kinds of documents. A *message* has its head and refers by numbers to the *passages* that hold its texts; a
/// *folder* has its names; a *failure* is something that could not be indexed and is to be tried again. A message's
/// `until` is a column that can be set without indexing the message again, because every version ends one day.
final class IndexFields {
    static final String KIND = "kind";
    static final String KEY = "key";
    static final String STORED_KEY = "id";
    static final String TIE = "tie";
    static final String MAILBOX = "mailbox";
    static final String FOLDER = "folder";
    static final String PLACE = "place"; // The folder together with its mailbox.
    static final String STORED_PLACE = "place-id";
    static final String FROM = "from";
    static final String TO = "to";
    static final String CC = "cc";
    static final String SUBJECT = "subject";
    static final String FILES = "files";
    static final String TYPE = "type";
    static final String RECEIVED = "received";
    static final String START = "start";
    static final String UNTIL = "until";
    static final String SIZE = "size";
    static final String ATTACHMENT = "attachment";

    static final String BODY_PASSAGES = "body"; // Numbers, as a column and as terms.
    static final String ATTACHED_PASSAGES = "attached";

    static final String PASSAGE = "passage"; // A passage's key.
    static final String NUMBER = "number";
    static final String TEXT = "text";
    static final String UNREAD = "unread"; // Why a passage has no text.

    static final String FOLDER_NAME = "folder-name";

    static final String MESSAGE_KIND = "m";
    static final String PASSAGE_KIND = "p";
    static final String FOLDER_KIND = "f";
    static final String FAILURE_KIND = "x";

    /// Written into each commit; an index of another layout is rebuilt.
    static final String LAYOUT = "2";

    private static final FieldType RANKED = text(false);
    private static final FieldType UNRANKED = text(true);

    private IndexFields() {}

    static Term key(IndexKey key) {
        return new Term(KEY, key.term());
    }

    /// @param body numbers of the passages of its body
    /// @param attached numbers of those of its attachments
    static Document message(IndexedMessage message, List<Integer> body, List<Integer> attached) {
        Document document = kind(MESSAGE_KIND);
        IndexKey key = message.key();
        document.add(new StringField(KEY, key.term(), Field.Store.NO));
        document.add(new StoredField(STORED_KEY, key.text()));
        document.add(new NumericDocValuesField(TIE, tie(key)));
        document.add(new StringField(MAILBOX, key.mailbox().value(), Field.Store.NO));
        document.add(new StringField(FOLDER, message.folder().value(), Field.Store.NO));
        document.add(new StringField(PLACE, place(key.mailbox(), message.folder()), Field.Store.NO));
        document.add(new Field(SUBJECT, message.subject(), RANKED));
        addAddresses(document, FROM, message.from());
        addAddresses(document, TO, message.to());
        addAddresses(document, CC, message.cc());
        message.attached().forEach(words -> document.add(new Field(FILES, words, UNRANKED)));
        message.types().forEach(type -> document.add(new StringField(TYPE, type, Field.Store.NO)));
        document.add(new LongPoint(RECEIVED, Micros.of(message.received())));
        document.add(new NumericDocValuesField(RECEIVED, Micros.of(message.received())));
        document.add(new LongPoint(START, Micros.of(key.start())));
        document.add(new NumericDocValuesField(START, Micros.of(key.start())));
        document.add(new NumericDocValuesField(UNTIL, until(message)));
        document.add(new LongPoint(SIZE, message.size()));
        if (message.hasAttachments()) {
            document.add(new StringField(ATTACHMENT, "1", Field.Store.NO));
        }
        addPassages(document, BODY_PASSAGES, body);
        addPassages(document, ATTACHED_PASSAGES, attached);
        return document;
    }

    private static void addPassages(Document document, String field, List<Integer> numbers) {
        for (int number : numbers) {
            document.add(new SortedNumericDocValuesField(field, number));
            document.add(new StringField(field, number(number), Field.Store.NO));
        }
    }

    static Document passage(Passage.Key key, int number, Passage.Text text) {
        Document document = kind(PASSAGE_KIND);
        document.add(new StringField(PASSAGE, key.term(), Field.Store.NO));
        document.add(new NumericDocValuesField(NUMBER, number));
        document.add(new Field(TEXT, text.words(), RANKED));
        Optional<Extraction.Reason> problem = text.problem();
        problem.ifPresent(reason -> document.add(new StringField(UNREAD, reason.name(), Field.Store.NO)));
        return document;
    }

    static Document folder(MailboxId mailbox, FolderState folder) {
        Document document = kind(FOLDER_KIND);
        BytesRef place = place(mailbox, folder.id());
        document.add(new StringField(KEY, place, Field.Store.NO));
        document.add(new StoredField(STORED_PLACE, place));
        document.add(new Field(FOLDER_NAME, folder.name(), UNRANKED));
        folder.wellKnown().ifPresent(name -> document.add(new Field(FOLDER_NAME, name, UNRANKED)));
        return document;
    }

    static Document failure(Failure failure) {
        Document document = kind(FAILURE_KIND);
        document.add(new StringField(KEY, failure.term(), Field.Store.NO));
        document.add(new StoredField(STORED_KEY, failure.text()));
        return document;
    }

    private static Document kind(String kind) {
        Document document = new Document();
        document.add(new StringField(KIND, kind, Field.Store.NO));
        return document;
    }

    /// One folder of one mailbox, as a term.
    static BytesRef place(MailboxId mailbox, FolderId folder) {
        return hash(mailbox.value() + "\n" + folder.value());
    }

    static BytesRef number(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        NumericUtils.intToSortableBytes(number, bytes, 0);
        return new BytesRef(bytes);
    }

    static BytesRef hash(String text) {
        long[] hash = StringHelper.murmurhash3_x64_128(new BytesRef(text.getBytes(StandardCharsets.UTF_8)));
        return new BytesRef(
                ByteBuffer.allocate(16).putLong(hash[0]).putLong(hash[1]).array());
    }

    private static long until(IndexedMessage message) {
        return message.ended().map(Micros::of).orElse(Long.MAX_VALUE);
    }

    private static long tie(IndexKey key) {
        return ByteBuffer.wrap(key.term().bytes).getLong();
    }

    private static void addAddresses(Document document, String field, List<EmailAddress> addresses) {
        for (EmailAddress address : addresses) {
            document.add(new Field(field, address.displayName() + " " + address.address(), UNRANKED));
            String readable = address.unicodeDomain();
            if (!readable.equalsIgnoreCase(address.domain())) {
                document.add(new Field(field, address.localPart() + "@" + readable, UNRANKED));
            }
        }
    }

    private static FieldType text(boolean omitNorms) {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        type.setTokenized(true);
        type.setOmitNorms(omitNorms);
        type.freeze();
        return type;
    }
}
