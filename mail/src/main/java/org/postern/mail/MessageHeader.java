package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The header of a message or part, read: each field as it was sent and as a person should see it.
///
/// Names are compared without regard to case. Where a field that may stand once is repeated, the first counts.
public final class MessageHeader {
    private final byte[] message;
    private final List<HeaderField> fields;
    private final int maxAddresses;

    MessageHeader(byte[] message, Part part, int maxAddresses) {
        this.message = message;
        this.fields = part.fields();
        this.maxAddresses = maxAddresses;
    }

    /// All fields in their order.
    public List<HeaderField> fields() {
        return fields;
    }

    /// The field's value unfolded, not decoded; bytes above ASCII as UTF-8, or else as windows-1252.
    public String raw(HeaderField field) {
        String text =
                TextDecoder.guess(message, field.value().start(), field.value().length());
        return unfolded(text).strip();
    }

    /// The field's value with encoded words decoded (RFC 2047).
    public String text(HeaderField field) {
        return EncodedWords.decode(raw(field));
    }

    public Optional<String> raw(String name) {
        return named(name).findFirst().map(this::raw);
    }

    public Optional<String> text(String name) {
        return named(name).findFirst().map(this::text);
    }

    /// The decoded values of all fields of that name.
    public List<String> texts(String name) {
        return named(name).map(this::text).toList();
    }

    /// The value with its parameters, as in Content-Type.
    public Optional<ParameterizedValue> parameterized(String name) {
        return raw(name).map(ParameterizedValue::parse);
    }

    /// The addresses of all fields of that name; RFC 5322 allows one, mail has more.
    public List<EmailAddress> addresses(String name) {
        List<EmailAddress> all = new ArrayList<>();
        named(name).forEach(field -> {
            int left = maxAddresses - all.size();
            if (left > 0) {
                all.addAll(new AddressParser(raw(field), left).parse());
            }
        });
        return List.copyOf(all);
    }

    public List<MessageId> ids(String name) {
        return raw(name).map(MessageId::parseAll).orElse(List.of());
    }

    private Stream<HeaderField> named(String name) {
        return fields.stream().filter(field -> field.is(name));
    }

    /// RFC 5322 §2.2.3: a line end before a blank goes, the blank stays.
    private static String unfolded(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        return text.replace("\r", "").replace("\n", "");
    }
}
