package org.postern.lab.ews;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postern.lab.world.User;

/// ResolveNames, ConvertId, GetServerTimeZones and GetUserConfiguration.
final class Directory {
    private static final int RESOLVED_MAX = 100; // MS-OXWSRSLNM 3.1.4.1
    private static final Map<String, String> TIME_ZONES = new TreeMap<>(Map.of(
            "UTC", "(UTC) Coordinated Universal Time",
            "GMT Standard Time", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
            "W. Europe Standard Time", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            "Eastern Standard Time", "(UTC-05:00) Eastern Time (US & Canada)",
            "Pacific Standard Time", "(UTC-08:00) Pacific Time (US & Canada)",
            "Tokyo Standard Time", "(UTC+09:00) Osaka, Sapporo, Tokyo"));

    private Directory() {}

    static void resolveNames(EwsCall call, Responses responses) {
        String entry = call.operation().textOf("UnresolvedEntry").replaceFirst("(?i)^smtp:", "");
        List<User> found = call.tenant().users().stream()
                .filter(user -> matches(user, entry.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() > 1 && call.inner().isEmpty()) {
            responses.warn(
                    "ErrorNameResolutionMultipleResults", "Multiple results were found.", xml -> write(xml, found));
            return;
        }
        responses.add(xml -> {
            if (found.isEmpty()) {
                throw EwsFailure.of("ErrorNameResolutionNoResults", "No results were found.");
            }
            write(xml, found);
        });
    }

    private static boolean matches(User user, String entry) {
        return !entry.isBlank()
                && (user.address().toLowerCase(Locale.ROOT).startsWith(entry)
                        || user.displayName().toLowerCase(Locale.ROOT).startsWith(entry));
    }

    private static void write(Xml xml, List<User> found) {
        List<User> shown = found.subList(0, Math.min(RESOLVED_MAX, found.size()));
        xml.open(
                "m:ResolutionSet",
                "TotalItemsInView",
                Integer.toString(shown.size()),
                "IncludesLastItemInRange",
                Boolean.toString(shown.size() == found.size()));
        for (User user : shown) {
            xml.open("t:Resolution")
                    .open("t:Mailbox")
                    .leaf("t:Name", user.displayName())
                    .leaf("t:EmailAddress", user.address())
                    .leaf("t:RoutingType", "SMTP")
                    .leaf("t:MailboxType", "Mailbox")
                    .close()
                    .close();
        }
        xml.close();
    }

    // ---- ids ----

    private static final Set<String> FORMATS =
            Set.of("EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId");

    static void convertId(EwsCall call, Responses responses) {
        String to = format(call.operation().needsAttribute("DestinationFormat"));
        for (Element source : call.operation().needs("SourceIds").children()) {
            responses.add(xml -> {
                byte[] id = bytes(source.needsAttribute("Id"), format(source.needsAttribute("Format")));
                call.reference(Base64.getEncoder().encodeToString(id)); // must be one of this mailbox's
                xml.empty(
                        "m:AlternateId",
                        "xsi:type",
                        "t:AlternateIdType",
                        "Format",
                        to,
                        "Id",
                        written(id, to),
                        "Mailbox",
                        call.user().address());
            });
        }
    }

    private static String format(String name) {
        if (!FORMATS.contains(name)) {
            throw EwsFailure.schema("An id's format must not be '" + name + "'.");
        }
        return name;
    }

    private static byte[] bytes(String id, String format) {
        try {
            return switch (format) {
                case "HexEntryId" -> HexFormat.of().parseHex(id.toLowerCase(Locale.ROOT));
                case "OwaId" -> Base64.getDecoder().decode(URLDecoder.decode(id, StandardCharsets.UTF_8));
                default -> Base64.getDecoder().decode(id);
            };
        } catch (IllegalArgumentException _) {
            throw EwsFailure.malformedId();
        }
    }

    private static String written(byte[] id, String format) {
        String base64 = Base64.getEncoder().encodeToString(id);
        return switch (format) {
            case "HexEntryId" -> HexFormat.of().withUpperCase().formatHex(id);
            case "OwaId" -> URLEncoder.encode(base64, StandardCharsets.UTF_8);
            default -> base64;
        };
    }

    // ---- settings ----

    static void timeZones(EwsCall call, Responses responses) {
        List<String> wanted = call.operation().child("Ids").stream()
                .flatMap(ids -> ids.children("Id"))
                .map(Element::trimmed)
                .toList();
        responses.add(
                xml -> {
                    xml.open("m:TimeZoneDefinitions");
                    TIME_ZONES.forEach((id, name) -> {
                        if (wanted.isEmpty() || wanted.contains(id)) {
                            xml.empty("t:TimeZoneDefinition", "Id", id, "Name", name);
                        }
                    });
                    xml.close();
                },
                xml -> xml.empty("m:TimeZoneDefinitions"));
    }

    /// No mailbox of the lab has one.
    static void userConfiguration(EwsCall call, Responses responses) {
        responses.add(_ -> {
            call.folder(
                    call.operation().needs("UserConfigurationName").children().getFirst());
            throw EwsFailure.itemNotFound();
        });
    }
}
