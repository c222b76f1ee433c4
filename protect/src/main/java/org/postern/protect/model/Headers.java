package org.postern.protect.model;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;
import org.postern.mail.HeaderField;
import org.postern.mail.Message;
import org.postern.mail.MessageHeader;
import org.postern.mail.MessageId;

/// A message's header: its way here, who vouched for it, and its fields.
public final class Headers {
    private static final int MOST_FIELDS = 2_000;
    private static final int MOST_FOUND = 500;
    private static final Pattern HOST = Pattern.compile(
            "(?<![\\w.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,8}[a-z]{2,18}(?![\\w.-])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV4 = Pattern.compile("(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\w.])");

    private final Message message;
    private final MessageHeader header;
    private final Set<String> trusted;
    private final Supplier<List<Hop>> hops;
    private final Supplier<Optional<Authentication>> vouched;
    private final Supplier<List<DomainName>> domains;
    private final Supplier<List<String>> ips;
    private final Supplier<List<Person>> replyTo;
    private final Supplier<@Nullable MailAddress> returnPath;

    /// @param trusted names of the servers whose Authentication-Results count; empty for the last server's
    Headers(Message message, Set<String> trusted) {
        this.message = message;
        this.header = message.header();
        this.trusted = trusted;
        this.hops = new Once<>(this::readHops);
        this.vouched = new Once<>(this::findVouched);
        this.domains = new Once<>(this::findDomains);
        this.ips = new Once<>(this::findIps);
        this.replyTo = new Once<>(() -> people("Reply-To"));
        this.returnPath = new Once<@Nullable MailAddress>(() -> address("Return-Path"));
    }

    List<Hop> hops() {
        return hops.get();
    }

    /// Each Received begins a step, which has the fields below it too; what stands above all is the last server's.
    private List<Hop> readHops() {
        List<List<Hop.Field>> blocks = new ArrayList<>();
        List<Hop.Field> block = new ArrayList<>();
        boolean received = false;
        for (HeaderField field : header.fields().stream().limit(MOST_FIELDS).toList()) {
            if (field.is("Received")) {
                if (received) {
                    blocks.add(block);
                    block = new ArrayList<>();
                }
                received = true;
            }
            block.add(new Hop.Field(field.name(), header.text(field)));
        }
        blocks.add(block);
        List<Hop> all = new ArrayList<>();
        for (List<Hop.Field> fields : blocks.reversed()) {
            all.add(new Hop(all.size(), List.copyOf(fields)));
        }
        return List.copyOf(all);
    }

    private Optional<Authentication> findVouched() {
        return hops().reversed().stream()
                .flatMap(hop -> hop.fields().stream())
                .filter(field -> field.is("Authentication-Results"))
                .map(field -> Authentication.parse(field.value()))
                .filter(result -> trusted.isEmpty() || trusted.contains(result.server()))
                .findFirst();
    }

    Authentication.@Nullable Result vouchedFor(String method) {
        return vouched.get().flatMap(results -> results.result(method)).orElse(null);
    }

    List<Person> replyTo() {
        return replyTo.get();
    }

    @Nullable
    MailAddress returnPath() {
        return returnPath.get();
    }

    private List<Person> people(String name) {
        return header.addresses(name).stream().map(Person::of).toList();
    }

    @Nullable
    MailAddress address(String name) {
        return header.addresses(name).stream()
                .flatMap((EmailAddress address) -> MailAddress.of(address).stream())
                .findFirst()
                .orElse(null);
    }

    @Nullable
    String text(String name) {
        return header.text(name)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    @Nullable
    String messageId() {
        return header.raw("Message-ID")
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .orElse(null);
    }

    @Nullable
    String inReplyTo() {
        return message.inReplyTo().stream().map(MessageId::value).findFirst().orElse(null);
    }

    List<String> references() {
        return message.references().stream().map(MessageId::value).toList();
    }

    /// The offset from UTC that the sender's Date names, such as `+0200`.
    @Nullable
    String dateOffset() {
        String date = text("Date");
        Matcher offset = Pattern.compile("[+-]\\d{4}").matcher(date == null ? "" : date);
        return offset.find() ? offset.group() : null;
    }

    /// All domains that the fields of the message's way name.
    List<DomainName> domains() {
        return domains.get();
    }

    private List<DomainName> findDomains() {
        Map<String, DomainName> found = new LinkedHashMap<>();
        trace(
                HOST,
                text -> DomainName.parse(text)
                        .filter(DomainName::valid)
                        .ifPresent(domain -> found.putIfAbsent(domain.domain(), domain)));
        return List.copyOf(found.values());
    }

    List<String> ips() {
        return ips.get();
    }

    private List<String> findIps() {
        Set<String> found = new LinkedHashSet<>();
        trace(IPV4, text -> {
            if (InetAddresses.isInetAddress(text)) {
                found.add(text);
            }
        });
        return List.copyOf(found);
    }

    private void trace(Pattern pattern, java.util.function.Consumer<String> found) {
        int count = 0;
        for (Hop hop : hops()) {
            for (Hop.Field field : hop.fields()) {
                Matcher matcher = pattern.matcher(
                        field.value().length() > 4_000 ? field.value().substring(0, 4_000) : field.value());
                while (matcher.find() && count++ < MOST_FOUND) {
                    found.accept(matcher.group());
                }
            }
        }
    }
}
