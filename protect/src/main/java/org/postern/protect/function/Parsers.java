package org.postern.protect.function;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Truth;
import org.postern.protect.engine.Type;
import org.postern.protect.model.DomainName;
import org.postern.protect.model.Html;
import org.postern.protect.model.MailAddress;
import org.postern.protect.model.Types;
import org.postern.protect.model.WebAddress;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Functions that read a text as something: a URL, an address, a domain, JSON, HTML, base64.
final class Parsers {
    private static final Type TEXT = Type.Scalar.TEXT;
    private static final int MOST_BASE64 = 100;
    private static final int LONGEST_JSON = 1 << 20;

    /// What may be base64 within other text.
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,100000}={0,2}");

    /// What `html.xpath` finds.
    record Nodes(List<Html> nodes) {}

    private static final StructType NODES = StructType.named("xpath result", Nodes.class)
            .field("nodes", Type.listOf(Types.HTML.type()), Nodes::nodes)
            .build();

    private Parsers() {}

    static Map<String, Callable> functions() {
        Map<String, Callable> functions = new HashMap<>();
        functions.put("strings.parse_url", Parsers::parseUrl);
        functions.put(
                "strings.parse_email",
                Plain.of(
                        List.of(TEXT),
                        1,
                        Types.EMAIL.type(),
                        (_, arguments) ->
                                MailAddress.parse(Texts.text(arguments, 0)).orElse(null)));
        functions.put(
                "strings.parse_domain",
                Plain.of(
                        List.of(TEXT),
                        1,
                        Types.DOMAIN.type(),
                        (_, arguments) ->
                                DomainName.parse(Texts.text(arguments, 0)).orElse(null)));
        functions.put(
                "strings.parse_json",
                Plain.of(List.of(TEXT), 1, Type.Scalar.ANY, (_, arguments) -> json(Texts.text(arguments, 0))));
        functions.put(
                "strings.parse_html",
                Plain.of(List.of(TEXT), 1, Types.HTML.type(), (_, arguments) -> Html.parse(Texts.text(arguments, 0))));
        functions.put(
                "strings.decode_base64",
                Plain.of(
                        List.of(TEXT),
                        1,
                        TEXT,
                        (_, arguments) ->
                                decoded(Texts.text(arguments, 0).strip()).orElse(null)));
        functions.put("strings.scan_base64", Parsers::scanBase64);
        functions.put("beta.scan_base64", Parsers::scanBase64);
        functions.put("html.xpath", Parsers::xpath);
        functions.put("beta.ip_in", Networks::ipIn);
        return functions;
    }

    private static Compiled parseUrl(Site site) {
        site.count(1, 1);
        site.onlyKeywords(List.of("strict"));
        Code strict = site.keyword("strict").map(Compiled::code).orElse(new Code.Constant(true));
        return Plain.compile(
                site,
                List.of(TEXT),
                Types.URL.type(),
                (frame, arguments) -> WebAddress.parse(Texts.text(arguments, 0), strict.test(frame) != Truth.NO)
                        .orElse(null));
    }

    /// Whatever the text holds in base64 that reads as text; of `format="url"` only what is a URL.
    private static Compiled scanBase64(Site site) {
        site.count(1, 1);
        site.onlyKeywords(List.of("format", "encodings", "ignore_padding"));
        boolean urls = site.keyword("format")
                .map(format -> format.code() instanceof Code.Constant(Object value) && "url".equals(value))
                .orElse(false);
        site.keyword("encodings");
        site.keyword("ignore_padding");
        return Plain.compile(
                site,
                List.of(TEXT),
                Type.listOf(TEXT),
                (frame, arguments) -> scanned(frame, Texts.text(arguments, 0), urls));
    }

    private static List<String> scanned(Frame frame, String text, boolean urls) {
        Set<String> found = new LinkedHashSet<>();
        frame.work(1 + text.length() / 16);
        Matcher candidates = BASE64.matcher(text);
        while (candidates.find() && found.size() < MOST_BASE64) {
            decoded(candidates.group())
                    .filter(plain -> !urls
                            || WebAddress.parse(plain, true)
                                    .filter(url -> url.scheme() != null || url.domain() != null)
                                    .isPresent())
                    .ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private static Optional<String> decoded(String text) {
        String plain = text.replace('-', '+').replace('_', '/').replace("=", "");
        if (plain.length() % 4 == 1) {
            plain = plain.substring(0, plain.length() - 1);
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(plain), StandardCharsets.UTF_8);
            return decoded.isEmpty() || decoded.chars().anyMatch(Parsers::binary)
                    ? Optional.empty()
                    : Optional.of(decoded);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean binary(int c) {
        return c == 0xfffd || (c < ' ' && c != '\n' && c != '\r' && c != '\t');
    }

    private static @Nullable Object json(String text) {
        if (text.length() > LONGEST_JSON) {
            return null;
        }
        try {
            return plain(JsonMapper.shared().readTree(text));
        } catch (JacksonException malformed) {
            return null;
        }
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : (Object) node.doubleValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.isBoolean() ? (Object) node.booleanValue() : null;
    }

    private static Compiled xpath(Site site) {
        site.count(2, 2);
        site.onlyKeywords(List.of());
        Code document = site.argument(0, Types.HTML.type()).code();
        if (!(site.argument(1, TEXT).code() instanceof Code.Constant(Object value))
                || !(value instanceof String text)) {
            return site.fail("its second argument has to be a path of XPath, written as a string");
        }
        HtmlPath path = HtmlPath.of(text).orElse(null);
        if (path == null) {
            String mistake = "an XPath in place of " + text; // A public rule has one; it must not seem to find nothing.
            site.needs(mistake);
            return new Compiled(NODES.type(), frame -> frame.missing(mistake));
        }
        return new Compiled(NODES.type(), frame -> {
            Object html = document.value(frame);
            if (!(html instanceof Html read)) {
                return html;
            }
            frame.work(1 + read.raw().length() / 8);
            return new Nodes(path.select(read));
        });
    }
}
