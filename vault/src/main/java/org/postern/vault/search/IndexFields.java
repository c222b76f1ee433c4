package org.postern.vault.search;

import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.postern.mail.EmailAddress;

/// The fields of an indexed document, and what of each is kept: words and positions for text, nothing for display.
///
/// `until` is a column that can be set without indexing the message again, because every version ends one day.
final class IndexFields {
    static final String KEY = "key";
    static final String STORED_KEY = "id";
    static final String TIE = "tie";
    static final String MAILBOX = "mailbox";
    static final String FOLDER = "folder";
    static final String FROM = "from";
    static final String TO = "to";
    static final String SUBJECT = "subject";
    static final String BODY = "body";
    static final String FILES = "files";
    static final String RECEIVED = "received";
    static final String START = "start";
    static final String UNTIL = "until";
    static final String SIZE = "size";
    static final String ATTACHMENT = "attachment";

    /// Written into each commit; an index of another layout is rebuilt.
    static final String LAYOUT = "1";

    private static final FieldType RANKED = text(false);
    private static final FieldType UNRANKED = text(true);

    private IndexFields() {}

    static Term key(IndexKey key) {
        return new Term(KEY, key.term());
    }

    static Document document(IndexedMessage message) {
        Document document = new Document();
        IndexKey key = message.key();
        document.add(new StringField(KEY, key.term(), Field.Store.NO));
        document.add(new StoredField(STORED_KEY, key.text()));
        document.add(new NumericDocValuesField(TIE, tie(key)));
        document.add(new StringField(MAILBOX, key.mailbox().value(), Field.Store.NO));
        document.add(new StringField(FOLDER, message.folder().value(), Field.Store.NO));
        document.add(new Field(SUBJECT, message.subject(), RANKED));
        document.add(new Field(BODY, message.body(), RANKED));
        addAddresses(document, FROM, message.from());
        addAddresses(document, TO, message.recipients());
        message.fileNames().forEach(name -> document.add(new Field(FILES, name, UNRANKED)));
        document.add(new LongPoint(RECEIVED, Micros.of(message.received())));
        document.add(new NumericDocValuesField(RECEIVED, Micros.of(message.received())));
        document.add(new LongPoint(START, Micros.of(key.start())));
        document.add(new NumericDocValuesField(START, Micros.of(key.start())));
        document.add(new NumericDocValuesField(UNTIL, until(message)));
        document.add(new LongPoint(SIZE, message.size()));
        if (message.hasAttachments()) {
            document.add(new StringField(ATTACHMENT, "1", Field.Store.NO));
        }
        return document;
    }

    private static long until(IndexedMessage message) {
        return message.ended().map(Micros::of).orElse(Long.MAX_VALUE);
    }

    private static long tie(IndexKey key) {
        byte[] term = key.term().bytes;
        return java.nio.ByteBuffer.wrap(term).getLong();
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
