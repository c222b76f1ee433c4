package org.postern.protect.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;

/// The message model's part for headers.
final class HeaderTypes {
    private static final Type TEXT = Type.Scalar.TEXT;

    private static final StructType FIELD = StructType.named("header field", Hop.Field.class)
            .text("name", Hop.Field::name)
            .text("value", Hop.Field::value)
            .build();

    private static final StructType RAW =
            StructType.named("host", String.class).text("raw", text -> text).build();

    private static final StructType RECEIVED = StructType.named("received", Hop.Received.class)
            .field("source", RAW.type(), Hop.Received::source)
            .field("server", RAW.type(), Hop.Received::server)
            .build();

    private static final StructType RECEIVED_SPF = StructType.named("received spf", Hop.ReceivedSpf.class)
            .text("verdict", Hop.ReceivedSpf::verdict)
            .text("designator", Hop.ReceivedSpf::designator)
            .build();

    private static final StructType SIGNATURE = StructType.named("signature", Hop.Signature.class)
            .text("domain", signature -> domainText(signature.domain()))
            .text("headers", Hop.Signature::headers)
            .build();

    private static final StructType DMARC = StructType.named("dmarc details", Authentication.Result.class)
            .text("verdict", Authentication.Result::verdict)
            .field("from", Types.DOMAIN.type(), result -> result.domain("header.from"))
            .text("action", result -> result.properties().get("action"))
            .build();

    private static final StructType SPF = StructType.named("spf details", Authentication.Result.class)
            .text("verdict", Authentication.Result::verdict)
            .text("designator", HeaderTypes::designator)
            .build();

    private static final StructType DKIM = StructType.named("dkim details", Authentication.Result.class)
            .text("verdict", Authentication.Result::verdict)
            .text("domain", result -> domainText(result.domain("header.d", "header.i")))
            .build();

    private static final StructType COMPAUTH = StructType.named("compauth", Authentication.Result.class)
            .text("verdict", Authentication.Result::verdict)
            .text("reason", result -> result.properties().get("reason"))
            .build();

    private static final StructType RESULTS = StructType.named("authentication results", Authentication.class)
            .text("server", Authentication::server)
            .text("dmarc", results -> verdict(results, "dmarc"))
            .text("spf", results -> verdict(results, "spf"))
            .text("dkim", results -> verdict(results, "dkim"))
            .field(
                    "dmarc_details",
                    DMARC.type(),
                    results -> results.result("dmarc").orElse(null))
            .field("spf_details", SPF.type(), results -> results.result("spf").orElse(null))
            .field("dkim_details", Type.listOf(DKIM.type()), results -> results.all("dkim"))
            .field(
                    "compauth",
                    COMPAUTH.type(),
                    results -> results.result("compauth").orElse(null))
            .build();

    private static final StructType HOP = StructType.named("hop", Hop.class)
            .whole("index", hop -> (long) hop.index())
            .field("fields", Type.listOf(FIELD.type()), Hop::fields)
            .field("received", RECEIVED.type(), Hop::received)
            .field("received_spf", RECEIVED_SPF.type(), Hop::receivedSpf)
            .field("authentication_results", RESULTS.type(), Hop::authentication)
            .field("signature", SIGNATURE.type(), Hop::signature)
            .build();

    private static final StructType DMARC_SUMMARY = summary("dmarc", DMARC);
    private static final StructType SPF_SUMMARY = summary("spf", SPF);

    private static final StructType SUMMARY = StructType.named("auth summary", Headers.class)
            .field("dmarc", DMARC_SUMMARY.type(), headers -> headers.vouchedFor("dmarc"))
            .field("spf", SPF_SUMMARY.type(), headers -> headers.vouchedFor("spf"))
            .build();

    private static final StructType IP =
            StructType.named("ip", String.class).text("ip", ip -> ip).build();

    static final StructType HEADERS = StructType.named("headers", Headers.class)
            .field("auth_summary", SUMMARY.type(), headers -> headers)
            .field("hops", Type.listOf(HOP.type()), Headers::hops)
            .field("reply_to", Type.listOf(Types.PERSON.type()), Headers::replyTo)
            .field("return_path", Types.EMAIL.type(), Headers::returnPath)
            .text("message_id", Headers::messageId)
            .text("in_reply_to", Headers::inReplyTo)
            .texts("references", Headers::references)
            .text("mailer", headers -> first(headers.text("X-Mailer"), headers.text("User-Agent")))
            .text("date", headers -> headers.text("Date"))
            .text("date_original_offset", Headers::dateOffset)
            .field("domains", Type.listOf(Types.DOMAIN.type()), Headers::domains)
            .field("ips", Type.listOf(IP.type()), Headers::ips)
            .field("x_sender", Types.EMAIL.type(), headers -> headers.address("X-Sender"))
            .field("x_authenticated_sender", Types.EMAIL.type(), headers -> headers.address("X-Authenticated-Sender"))
            .field(
                    "x_authenticated_domain",
                    Types.DOMAIN.type(),
                    headers -> DomainName.parse(headers.text("X-Authenticated-Domain"))
                            .orElse(null))
            .field("x_originating_ip", IP.type(), headers -> bare(headers.text("X-Originating-IP")))
            .build();

    private HeaderTypes() {}

    private static StructType summary(String method, StructType details) {
        return StructType.named(method, Authentication.Result.class)
                .truth("pass", result -> result.verdict().equals("pass"))
                .field("error", TEXT, result -> result.verdict().endsWith("error") ? result.verdict() : null)
                .field("details", details.type(), result -> result)
                .build();
    }

    private static @Nullable String verdict(Authentication results, String method) {
        List<Authentication.Result> all = results.all(method);
        return all.stream()
                .map(Authentication.Result::verdict)
                .filter("pass"::equals)
                .findFirst()
                .orElse(all.isEmpty() ? null : all.getFirst().verdict());
    }

    private static @Nullable String designator(Authentication.Result result) {
        return domainText(result.domain("smtp.mailfrom", "smtp.helo"));
    }

    private static @Nullable String domainText(@Nullable DomainName domain) {
        return domain == null ? null : domain.domain();
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static @Nullable String bare(@Nullable String ip) {
        return ip == null ? null : ip.replaceAll("[\\[\\]\\s]", "");
    }
}
