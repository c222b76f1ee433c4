package org.postern.connections.ews;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.Gist;

/// Reads what people know an item by from its element; what is odd is left out.
final class GistReader {
    private static final int MOST_RECIPIENTS = 100;

    private String itemClass = "";
    private String subject = "";
    private String from = "";
    private final List<String> to = new ArrayList<>();
    private @Nullable Instant sentAt;
    private String messageId = "";

    private GistReader() {}

    static Gist read(SoapReader xml) throws IOException, InterruptedException {
        GistReader gist = new GistReader();
        xml.children(field -> gist.field(field, xml));
        return new Gist(gist.itemClass, gist.subject, gist.from, gist.to, gist.sentAt, gist.messageId);
    }

    private void field(String name, SoapReader xml) throws IOException, InterruptedException {
        switch (name) {
            case "ItemClass" -> itemClass = xml.text();
            case "Subject" -> subject = xml.text();
            case "DateTimeSent" -> sentAt = instant(xml.text());
            case "InternetMessageId" -> messageId = xml.text();
            case "From" -> xml.children(_ -> from = person(xml));
            case "ToRecipients" -> xml.children(_ -> addRecipient(person(xml)));
            default -> {}
        }
    }

    private void addRecipient(String person) {
        if (!person.isEmpty() && to.size() < MOST_RECIPIENTS) {
            to.add(person);
        }
    }

    private static String person(SoapReader xml) throws IOException, InterruptedException {
        String[] person = {"", ""};
        xml.children(field -> {
            switch (field) {
                case "EmailAddress" -> person[0] = xml.text();
                case "Name" -> person[1] = xml.text();
                default -> {}
            }
        });
        return person[0].isEmpty() ? person[1] : person[0];
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null; // Not known, then.
        }
    }
}
